namespace GmpSim.Scenarios.Diagnostics;

/// <summary>Finds what a misspelt word was probably meant to be.</summary>
public static class Nearest
{
    private const int LongestWord = 64;

    /// <summary>The candidate nearest to <paramref name="word"/>, or <see langword="null"/> where none is near.</summary>
    /// <remarks>
    /// Near means: no more than a third of the letters wrong, missing, extra or swapped with their neighbour (at least one
    /// may be), or one word beginning with the other. Case and the difference of <c>-</c> and <c>_</c> do not count. Of equally near ones the first wins.
    /// </remarks>
    public static string? To(string word, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(candidates);
        if (word.Length is 0 or > LongestWord) return null;

        var given = Folded(word);
        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var candidate in candidates)
        {
            var folded = Folded(candidate);
            var distance = Distance(given, folded);
            var allowed = Math.Max(1, Math.Max(given.Length, folded.Length) / 3);
            var isStart = Math.Min(given.Length, folded.Length) >= 3
                && (folded.StartsWith(given, StringComparison.Ordinal) || given.StartsWith(folded, StringComparison.Ordinal));
            if (distance > allowed && !isStart) continue;
            if (distance >= Math.Max(given.Length, folded.Length)) continue;
            if (distance >= bestDistance) continue;
            best = candidate;
            bestDistance = distance;
        }

        return best;
    }

    /// <summary>Candidates that have a part in common with <paramref name="word"/>, parts being what <c>_</c> and <c>-</c> divide: at most three, those with the most in common first.</summary>
    public static IReadOnlyList<string> WithPartOf(string word, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(word);
        var parts = Folded(word).Split('_', StringSplitOptions.RemoveEmptyEntries);
        return [.. candidates.Select(candidate => (candidate, Common: Folded(candidate).Split('_').Intersect(parts, StringComparer.Ordinal).Count()))
            .Where(found => found.Common > 0).OrderByDescending(found => found.Common).Select(found => found.candidate).Take(3)];
    }

    /// <summary>Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other (optimal string alignment).</summary>
    public static int Distance(string left, string right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        int[] beforeLast = new int[right.Length + 1], last = new int[right.Length + 1], current = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++) last[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substitution = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(substitution, Math.Min(last[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
            }

            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[right.Length];
    }

    private static string Folded(string word) => word.ToLowerInvariant().Replace('-', '_');
}
