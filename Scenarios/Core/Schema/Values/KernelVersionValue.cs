using System.Globalization;
using System.Text.Json.Nodes;
using GmpSim.Machine;
using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Schema.Values;

/// <summary>A Linux version that has rules here: <c>6.1</c>, or a release of a stable series: <c>5.10.37</c>.</summary>
internal sealed class KernelVersionValue : ValueKind<string>
{
    private static readonly string s_bounds = $"{KernelRules.Oldest} to {KernelRules.Newest}";

    /// <inheritdoc/>
    public override string Noun => "a Linux version";

    /// <inheritdoc/>
    public override string Example => "6.1";

    /// <inheritdoc/>
    public override ValueProblem? TryParse(string text, out string value)
    {
        value = text;
        var parts = text.Split('.');
        var (major, minor, patch) = (0, 0, 0);
        var isVersion = parts.Length is 2 or 3 && IsNumber(parts[0], 99, out major) && IsNumber(parts[1], 99, out minor) && (parts.Length == 2 || IsNumber(parts[2], 999, out patch));
        if (!isVersion) return new(Codes.NotAValue, $"{Readable.Quoted(text)} is not a Linux version from {s_bounds}, such as '6.1'", WithinRelease(text));
        var nearest = KernelRules.Nearest(new(major, minor, patch));
        return nearest == new KernelVersion(major, minor, patch) ? null : new(Codes.OutOfRange, $"Linux {text} has no rules here: {s_bounds} have", nearest.ToString());
    }

    /// <inheritdoc/>
    public override JsonObject JsonSchema() => new()
    {
        ["anyOf"] = new JsonArray(Pattern("^(4\\.0*([5-9]|[1-9][0-9])|[56]\\.[0-9]{1,2}|7\\.00?)(\\.[0-9]{1,3})?$"), new JsonObject { ["type"] = "number" }),
    };

    /// <summary>The version at the beginning of what <c>uname -r</c> says: 6.12 of <c>6.12-arch1</c>, 6.8.12 of <c>6.8.12-generic</c>; where it has no rules, the nearest that has.</summary>
    private static string? WithinRelease(string text)
    {
        var version = string.Concat(text.TakeWhile(letter => char.IsAsciiDigit(letter) || letter == '.')).TrimEnd('.').Split('.');
        if (version.Length < 2 || !IsNumber(version[0], 99, out var major) || !IsNumber(version[1], 99, out var minor)) return null;
        var patch = 0;
        if (version.Length > 2 && !IsNumber(version[2], 999, out patch)) return null;
        return KernelRules.Nearest(new(major, minor, patch)).ToString();
    }

    private static bool IsNumber(string text, int most, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= most;
}
