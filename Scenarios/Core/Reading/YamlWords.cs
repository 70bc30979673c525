using GmpSim.Scenarios.Diagnostics;
using YamlDotNet.Core;

namespace GmpSim.Scenarios.Reading;

/// <summary>The parser's complaints in a message's style: lower case, no position, no full stop.</summary>
internal static class YamlWords
{
    /// <summary>What the parser complains about.</summary>
    public static string For(YamlException failure)
    {
        var words = failure.Message.Trim();

        // The library puts '(Line: …): ' before its message in some versions and not in others.
        var end = words.IndexOf("): ", StringComparison.Ordinal);
        if (words.StartsWith('(') && end > 0) words = words[(end + 3)..];
        words = words.TrimEnd('.');
        return words.Length == 0 ? "it cannot be read" : Readable.Cleaned(char.ToLowerInvariant(words[0]) + words[1..]);
    }
}
