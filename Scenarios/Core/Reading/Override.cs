using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Reading;

/// <summary>A value that the command line sets in every scenario.</summary>
/// <param name="Path">Dotted path in the scenario.</param>
/// <param name="PathSpan">Where the path stands.</param>
/// <param name="Value">The value.</param>
internal sealed record Override(string Path, SourceSpan PathSpan, SourceNode Value)
{
    /// <summary>All overrides of a command line in the order of their strength.</summary>
    public static IReadOnlyList<Override> All(ReadOptions options, DiagnosticBag problems)
    {
        var overrides = new List<Override>();
        var source = new SourceText("--set", string.Join('\n', options.Overrides.Select(text => text.ReplaceLineEndings(" "))));
        for (var i = 0; i < options.Overrides.Count; i++)
        {
            if (Parsed(source, i + 1, problems) is { } given) overrides.Add(given);
        }

        if (options.Seed is { } seed) overrides.Add(Single("--seed", "run.seed", seed.ToString()));
        if (options.Replications is { } count) overrides.Add(Single("--replications", "run.replications", count.ToString()));
        return overrides;
    }

    private static Override Single(string option, string path, string text)
    {
        var span = SourceSpan.OfOption(option, text);
        return new Override(path, span, new SourceScalar(span, text, isPlain: false));
    }

    private static Override? Parsed(SourceText source, int line, DiagnosticBag problems)
    {
        var text = source.Line(line)!;
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var path = equals < 0 ? "" : text[..equals].Trim();
        if (path.Length == 0)
        {
            problems.Error(Codes.BadOverride, new SourceSpan(source, line, 1, text.Length), $"{Readable.Quoted(text)} is not an override: it is written 'path=value'");
            return null;
        }

        // As YAML an empty value is an empty file, which is not what the user wrote.
        var valueStart = text.AsSpan(equals + 1).TrimStart();
        if (valueStart.IsEmpty || valueStart[0] == '#')
        {
            problems.Error(Codes.BadOverride, new SourceSpan(source, line, equals + 1, 1), "--set needs a value after '='");
            return null;
        }

        // Blanks in place of all that stands before the value: so its places are those in the option's text.
        var blanks = new string('\n', line - 1) + new string(' ', equals + 1);
        var value = YamlTree.Read(new SourceText(source.Name, blanks + text[(equals + 1)..]), problems, source);
        return value is null ? null : new Override(path, new SourceSpan(source, line, 1, path.Length), value);
    }
}
