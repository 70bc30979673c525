using System.Globalization;

namespace GmpSim.Machine;

/// <summary>A Linux version, such as 6.12 or, of a stable series, 5.10.37.</summary>
/// <param name="Major">0 to 99.</param>
/// <param name="Minor">0 to 99.</param>
/// <param name="Patch">Release of the stable series, 0 to 999; 0 for the mainline release.</param>
public readonly record struct KernelVersion(int Major, int Minor, int Patch = 0) : IComparable<KernelVersion>
{
    /// <summary>The version of a text such as <c>6.12</c> or <c>5.10.37</c>.</summary>
    /// <exception cref="FormatException">The text is no version.</exception>
    public static KernelVersion Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var version = Version.Parse(text);
        return new(version.Major, version.Minor, Math.Max(version.Build, 0));
    }

    /// <summary>Whether this version comes before another.</summary>
    public static bool operator <(KernelVersion left, KernelVersion right) => left.CompareTo(right) < 0;

    /// <summary>Whether this version comes after another.</summary>
    public static bool operator >(KernelVersion left, KernelVersion right) => left.CompareTo(right) > 0;

    /// <summary>Whether this version is another or comes before it.</summary>
    public static bool operator <=(KernelVersion left, KernelVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Whether this version is another or comes after it.</summary>
    public static bool operator >=(KernelVersion left, KernelVersion right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public int CompareTo(KernelVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    /// <inheritdoc/>
    public override string ToString() => Patch == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}")
        : string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");
}
