namespace GmpSim.Cli;

/// <summary>Builds commands that a reader can paste into a shell.</summary>
internal static class CommandText
{
    /// <summary>The words, each quoted where a POSIX shell needs it.</summary>
    internal static string Of(params IEnumerable<string> words) => string.Join(' ', words.Select(Quoted));

    private static string Quoted(string word) =>
        word.Length > 0 && word.All(IsPlain) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || "-_./=:,%+@".Contains(c, StringComparison.Ordinal);
}
