using GmpSim.Results;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Exploration;

/// <summary>A scenario file with one scenario at one point, as a tree that can be made simpler and read again.</summary>
internal sealed class ScenarioDocument
{
    private readonly string _path;
    private readonly ReadOptions _options;
    private readonly SourceNode _root;

    private ScenarioDocument(string path, ReadOptions options, SourceNode root)
    {
        _path = path;
        _options = options;
        _root = root;
        Text = YamlText.Write(root);
    }

    /// <summary>The document as the text of a file.</summary>
    internal string Text { get; }

    /// <summary>Takes one scenario at one point out of a file; the text must have been read without an error before.</summary>
    /// <param name="path">Name of the file: paths in it are relative to its folder.</param>
    /// <param name="text">Its content.</param>
    /// <param name="options">What the command line changes.</param>
    /// <param name="scenario">Name of the scenario.</param>
    /// <param name="point">Coordinates of the point.</param>
    internal static ScenarioDocument Of(string path, string text, ReadOptions options, string scenario, IReadOnlyList<Coordinate> point)
    {
        var root = YamlTree.Read(new SourceText(path, text), new DiagnosticBag()) as SourceMapping ?? throw new ArgumentException($"'{path}' cannot be read.", nameof(text));
        var all = root.Find("scenarios")!.Value;
        var (name, body) = ((SourceMapping)all.Value).Entries.First(entry => entry.Key.Text == scenario);
        var alone = (SourceMapping)body;
        if (alone.Find("sweep") is { } sweep) alone = alone.With(sweep.Key, AtPoint(sweep.Value, point));
        // What is judged and drawn does not matter here.
        alone = new SourceMapping(alone.Span, [.. alone.Entries.Where(entry => entry.Key.Text is not ("expect" or "plots"))]);
        return new(path, options, root.With(all.Key, new SourceMapping(all.Value.Span, [new(name, alone)])));
    }

    /// <summary>The point to run; <see langword="null"/> where the document is no scenario that can be run.</summary>
    internal PointSetup? Setup()
    {
        var read = ScenarioReader.ReadText(_path, Text, _options);
        return read.File is { Scenarios: [{ Points: [var point, ..] }] } ? point.Setup : null;
    }

    /// <summary>Every document with one thing less in it.</summary>
    internal IEnumerable<ScenarioDocument> Simpler() => Simplifications.Of(_root).Select(root => new ScenarioDocument(_path, _options, root));

    /// <summary>A sweep in which each key has one value only.</summary>
    private static SourceNode AtPoint(SourceNode sweep, IReadOnlyList<Coordinate> point)
    {
        if (sweep is not SourceMapping mapping) return sweep;
        var entries = mapping.Entries.Select(entry => entry with
        {
            Value = entry.Value switch
            {
                SourceSequence list when point.FirstOrDefault(c => c.Path == entry.Key.Text || c.Name == entry.Key.Text) is { } chosen =>
                    new SourceSequence(list.Span, [list.Items.FirstOrDefault(item => SweptKey.Label(item) == chosen.Value) ?? list.Items[0]]),
                _ => AtPoint(entry.Value, point),
            },
        });
        return new SourceMapping(mapping.Span, [.. entries]);
    }
}
