using System.Globalization;

namespace GmpSim.Scenarios.Batch;

/// <summary>Every n-th run of a batch, for job arrays.</summary>
/// <param name="Index">Which part, from 1 to <paramref name="Count"/>.</param>
/// <param name="Count">Number of parts.</param>
public readonly record struct Shard(int Index, int Count)
{
    /// <summary>The whole batch.</summary>
    public static Shard Whole => new(1, 1);

    /// <summary>Whether this is the whole batch.</summary>
    public bool IsWhole => Count == 1;

    /// <summary>Whether the run with this number in the batch belongs to the part.</summary>
    public bool Owns(long runNumber) => runNumber % Count == Index - 1;

    /// <summary>Reads <c>i/n</c>.</summary>
    public static bool TryParse(string text, out Shard shard)
    {
        ArgumentNullException.ThrowIfNull(text);
        shard = Whole;
        var parts = text.Split('/');
        if (parts.Length != 2) return false;
        if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index)) return false;
        if (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return false;
        if (index < 1 || index > count) return false;
        shard = new(index, count);
        return true;
    }
}
