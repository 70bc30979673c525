using GmpSim.Scenarios.Diagnostics;
using YamlDotNet.Core;

namespace GmpSim.Scenarios.Reading;

/// <summary>The parser's complaints in words that say what to do.</summary>
internal static class YamlWords
{
    private static readonly (string Part, string Words)[] s_known =
    [
        ("found invalid mapping", "no ':' can stand here; a text with ': ' in it needs quotes"),
        ("quoted scalar, found wrong indentation", "the quote that opens here is not closed"),
        ("quoted scalar, found unexpected end", "the quote that opens here is not closed"),
        ("unknown escape character", "unknown escape in a text in double quotes; in single quotes a backslash is a backslash"),
        ("did not find expected key", "this is not a line 'key: value'"),
        ("cannot start any token", "this character cannot begin a value; put the text in quotes"),
        ("did not find expected node content", "a value is expected here"),
    ];

    /// <summary>Whether the complaint is about a bracket that is not closed.</summary>
    public static bool IsOpenBracket(YamlException failure) =>
        failure.Message.Contains("expected ',' or '}'", StringComparison.Ordinal) || failure.Message.Contains("expected ',' or ']'", StringComparison.Ordinal);

    /// <summary>What the parser complains about.</summary>
    public static string For(YamlException failure)
    {
        var words = failure.Message.Trim().TrimEnd('.');
        foreach (var (part, known) in s_known)
        {
            if (words.Contains(part, StringComparison.Ordinal)) return known;
        }

        return words.Length == 0 ? "it cannot be read" : Readable.Cleaned(char.ToLowerInvariant(words[0]) + words[1..]);
    }
}
