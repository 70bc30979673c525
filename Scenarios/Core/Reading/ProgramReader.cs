using GmpSim.Engine;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Schema;
using GmpSim.Scenarios.Schema.Values;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Reading;

/// <summary>Reads the programs of a scenario.</summary>
internal sealed class ProgramReader(ReadContext context, SourceMapping? programs)
{
    private readonly DistributionReader _distributions = new(context);
    private readonly SortedDictionary<string, ProgramSpec> _read = new(StringComparer.Ordinal);
    private readonly List<string> _spawning = [];

    /// <summary>The programs that were reached so far, by name.</summary>
    public IReadOnlyDictionary<string, ProgramSpec> Reached => _read;

    /// <summary>Places of <c>cpu: recorded</c> in the programs reached.</summary>
    public List<SourceSpan> Recorded { get; } = [];

    /// <summary>Places of <c>read</c> and <c>write</c> in the programs reached, with the name of the program.</summary>
    public List<(SourceSpan Span, string Program)> Transfers { get; } = [];

    /// <summary>Where a program of the file has its name.</summary>
    public SourceSpan SpanOf(string name) => programs!.Find(name)!.Value.Key.Span;

    /// <summary>Adds a program that is not written in the file.</summary>
    public void Add(ProgramSpec program) => _read[program.Name] = program;

    /// <summary>Reads a program and all that it spawns.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="span">Where it is referred to.</param>
    public void Reach(string name, SourceSpan span)
    {
        if (programs?.Find(name) is not { } entry)
        {
            var nearest = Nearest.To(name, programs?.Entries.Select(known => known.Key.Text) ?? []);
            context.Problems.Error(Codes.UnknownProgram, span, $"no program {Readable.Quoted(name)} in 'programs'", nearest);
            return;
        }

        if (_spawning.Contains(name))
        {
            context.Problems.Warning(Codes.EndlessSpawn, span, $"program '{name}' spawns itself without end: {string.Join(" → ", _spawning.SkipWhile(open => open != name).Append(name))}");
            return;
        }

        if (_read.ContainsKey(name)) return;
        context.UsedPrograms.Add(entry.Key.Span.Place);
        _spawning.Add(name);
        _read[name] = new ProgramSpec(name, Body(entry.Value, name, isCertain: true));
        _spawning.RemoveAt(_spawning.Count - 1);
    }

    private List<OperationSpec> Body(SourceNode node, string program, bool isCertain) =>
        [.. ((SourceSequence)node).Items.Select(item => Operation(item, program, isCertain))];

    private OperationSpec Operation(SourceNode node, string program, bool isCertain)
    {
        var (key, value) = node is SourceScalar bare ? new SourceEntry(bare, bare) : ((SourceMapping)node).Entries[0];
        var isBare = ReferenceEquals(key, value) || value is SourceScalar { IsNull: true };
        var place = key.Span.Place;
        if (key.Text is "read" or "write") Transfers.Add((key.Span, program));
        switch (key.Text)
        {
            case "cpu" when value is SourceScalar { Text: "recorded" }:
                Recorded.Add(value.Span);
                return new CpuOperation(place, null);
            case "cpu": return new CpuOperation(place, _distributions.Read(value));
            case "sleep": return new SleepOperation(place, _distributions.Read(value));
            case "read" when isBare || value is SourceScalar { Text: "request" }: return new ReadOperation(place);
            case "write" when isBare || value is SourceScalar { Text: "response" }: return new WriteOperation(place);
            case "yield": return new YieldOperation(place);
            case "spawn": return Spawn(place, (SourceScalar)value, isCertain);
            case "repeat": return Repeat(place, value, program, isCertain);
            case "choose": return Choose(key, value, program);
            case "syscall":
                _ = _distributions.Read(value);
                return Unmodelled(key, key.Text);
            case "read" or "write": return Unmodelled(key, value is SourceMapping ? key.Text + "=bytes" : $"{key.Text}={((SourceScalar)value).Text}");
            default: return Unmodelled(key, key.Text);
        }
    }

    private SpawnOperation Spawn(string place, SourceScalar program, bool isCertain)
    {
        // Behind a choice a program may spawn itself: chance ends it.
        if (isCertain || !_spawning.Contains(program.Text)) Reach(program.Text, program.Span);
        return new SpawnOperation(place, program.Text);
    }

    private RepeatOperation Repeat(string place, SourceNode node, string program, bool isCertain)
    {
        var repeat = (SourceMapping)node;
        var times = new CountValue(1, int.MaxValue).Parse(((SourceScalar)repeat.Value("times")!).Text);
        return new RepeatOperation(place, times, Body(repeat.Value("do")!, program, isCertain));
    }

    private UnmodelledOperation Choose(SourceScalar key, SourceNode node, string program)
    {
        var sum = 0m;
        foreach (var choice in ((SourceSequence)node).Items.Cast<SourceMapping>())
        {
            Quantity.TryParse(((SourceScalar)choice.Value("probability")!).Text, new PercentValue(), out var probability);
            sum += probability.Number;
            Body(choice.Value("do")!, program, isCertain: false);
        }

        if (sum != 100) context.Problems.Error(Codes.ProbabilitiesSum, key.Span, $"the probabilities of 'choose' sum to {sum:0.####}%, not to 100%");
        return Unmodelled(key, "choose");
    }

    private UnmodelledOperation Unmodelled(SourceScalar key, string feature)
    {
        context.Uses("operation." + feature, key.Span);
        return new UnmodelledOperation(key.Span.Place, key.Text);
    }
}
