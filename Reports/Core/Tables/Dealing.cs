namespace GmpSim.Reports.Tables;

/// <summary>Rounds parts so that they still add up.</summary>
internal static class Dealing
{
    /// <summary>Steps of a share: millionths.</summary>
    public const long ShareSteps = 1_000_000;

    /// <summary>Deals <paramref name="steps"/> whole steps in proportion to the parts, by largest remainder; ties go to the earlier part.</summary>
    public static Int128[] Dealt(Int128[] parts, Int128 whole, Int128 steps)
    {
        if (whole == 0) return new Int128[parts.Length];
        var dealt = parts.Select(p => p * steps / whole).ToArray();
        var left = (int)(steps - Sum(dealt));
        foreach (var i in Enumerable.Range(0, parts.Length).OrderByDescending(i => parts[i] * steps % whole).Take(left)) dealt[i]++;
        return dealt;
    }

    public static Int128 Sum(IEnumerable<Int128> parts) => parts.Aggregate(Int128.Zero, (sum, part) => sum + part);
}
