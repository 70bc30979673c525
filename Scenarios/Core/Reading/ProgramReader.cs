using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Schema;
using GmpSim.Scenarios.Schema.Values;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Reading;

/// <summary>Reads the programs of a scenario.</summary>
internal sealed class ProgramReader
{
    private readonly ReadContext _context;
    private readonly SourceMapping? _programs;
    private readonly SharedNames _shared;
    private readonly OperationReader _operations;
    private readonly SortedDictionary<string, ProgramSpec> _read = new(StringComparer.Ordinal);
    private readonly List<string> _spawning = [];

    /// <summary>A reader for a scenario.</summary>
    /// <param name="context">What the readers of the file share.</param>
    /// <param name="programs">The <c>programs</c> section.</param>
    public ProgramReader(ReadContext context, SourceMapping? programs)
    {
        _context = context;
        _programs = programs;
        _shared = new SharedNames(context.Problems);
        _operations = new OperationReader(context, _shared);
    }

    /// <summary>The programs that were reached so far, by name.</summary>
    public IReadOnlyDictionary<string, ProgramSpec> Reached => _read;

    /// <summary>Places of <c>cpu: recorded</c> in the programs reached.</summary>
    public IReadOnlyList<SourceSpan> Recorded => _operations.Recorded;

    /// <summary>Operations over a connection in the programs reached, each with its place and its program.</summary>
    public List<(SourceSpan Span, string Program, OperationSpec Operation)> Transfers { get; } = [];

    /// <summary>Where a program of the file has its name.</summary>
    public SourceSpan SpanOf(string name) => _programs!.Find(name)!.Value.Key.Span;

    /// <summary>Reports what the programs reached do not agree about.</summary>
    public void CheckShared() => _shared.Check();

    /// <summary>Adds a program that is not written in the file.</summary>
    public void Add(ProgramSpec program) => _read[program.Name] = program;

    /// <summary>Reads a program and all that it spawns.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="span">Where it is referred to.</param>
    public void Reach(string name, SourceSpan span)
    {
        if (_programs?.Find(name) is not { } entry)
        {
            var nearest = Nearest.To(name, _programs?.Entries.Select(known => known.Key.Text) ?? []);
            _context.Problems.Error(Codes.UnknownProgram, span, $"no program {Readable.Quoted(name)} in 'programs'", nearest);
            return;
        }

        if (_spawning.Contains(name))
        {
            _context.Problems.Warning(Codes.EndlessSpawn, span, $"program '{name}' spawns itself without end: {string.Join(" → ", _spawning.SkipWhile(open => open != name).Append(name))}");
            return;
        }

        if (_read.ContainsKey(name)) return;
        _context.UsedPrograms.Add(entry.Key.Span.Place);
        _spawning.Add(name);
        var program = new ProgramSpec(name, Body(entry.Value, name, isCertain: true));
        _read[name] = program;
        CheckDialled(program);
        _spawning.RemoveAt(_spawning.Count - 1);
    }

    private void CheckDialled(ProgramSpec program)
    {
        if (program.Dials) return;
        foreach (var (span, _, operation) in Transfers.Where(transfer => transfer.Program == program.Name))
        {
            if (operation is ReadOperation { What: Transfer.Response }) _context.Problems.Error(Codes.NoNetwork, span, $"program '{program.Name}' reads a response but dials nobody");
            if (operation is WriteOperation { What: Transfer.Request }) _context.Problems.Error(Codes.NoNetwork, span, $"program '{program.Name}' writes a request but dials nobody");
        }
    }

    private List<OperationSpec> Body(SourceNode node, string program, bool isCertain) =>
        [.. ((SourceSequence)node).Items.Select(item => Operation(item, program, isCertain))];

    private OperationSpec Operation(SourceNode node, string program, bool isCertain)
    {
        var (key, value) = node is SourceScalar bare ? new SourceEntry(bare, bare) : ((SourceMapping)node).Entries[0];
        OperationSpec operation = key.Text switch
        {
            "spawn" => Spawn(OperationReader.SectionOf(key, value), key.Span.Place, isCertain),
            "repeat" => Repeat(OperationReader.SectionOf(key, value), key.Span.Place, program, isCertain),
            "choose" => Choose(key, value, program),
            "select" => Select(key.Span.Place, value, program),
            _ => _operations.Read(key, value),
        };
        if (operation is ReadOperation or WriteOperation or CloseOperation { Channel: null }) Transfers.Add((key.Span, program, operation));
        return operation;
    }

    private SpawnOperation Spawn(Section section, string place, bool isCertain)
    {
        var program = section.Value<string>("program");
        var group = section.Has("group") ? section.Value<string>("group") : null;
        if (group is not null) _shared.Make("group", group);

        // Behind a choice a program may spawn itself: chance ends it.
        if (isCertain || !_spawning.Contains(program)) Reach(program, section.SpanOf("program"));
        return new SpawnOperation(place, program, section.Value<int>("count"), group);
    }

    private RepeatOperation Repeat(Section section, string place, string program, bool isCertain) =>
        new(place, section.Value<int?>("times"), Body(section.Node("do")!, program, isCertain));

    private ChooseOperation Choose(SourceScalar key, SourceNode node, string program)
    {
        var sum = 0m;
        var ways = new List<ChooseWay>();
        foreach (var choice in ((SourceSequence)node).Items.Cast<SourceMapping>())
        {
            Quantity.TryParse(((SourceScalar)choice.Value("probability")!).Text, new PercentValue(), out var probability);
            sum += probability.Number;
            ways.Add(new ChooseWay(probability.Number, Body(choice.Value("do")!, program, isCertain: false)));
        }

        if (sum != 100) _context.Problems.Error(Codes.ProbabilitiesSum, key.Span, $"the probabilities of 'choose' sum to {sum:0.####}%, not to 100%");
        return new ChooseOperation(key.Span.Place, ways);
    }

    private SelectOperation Select(string place, SourceNode node, string program)
    {
        var cases = new List<SelectCaseSpec>();
        SourceSpan? first = null;
        foreach (var item in ((SourceSequence)node).Items)
        {
            if (Case(item, program) is not { } read) continue;
            cases.Add(read);
            if (read.Kind != SelectCaseKind.Default) continue;
            if (first is { } other) _context.Problems.Error(Codes.KeysExclude, item.Span, $"a 'select' has one default at most; the first stands at {other.Place}");
            first ??= item.Span;
        }

        return new SelectOperation(place, cases);
    }

    private SelectCaseSpec? Case(SourceNode node, string program)
    {
        if (node is SourceScalar) return new SelectCaseSpec(SelectCaseKind.Default, null, null, []);
        var mapping = (SourceMapping)node;
        var body = mapping.Value("do") is { } then ? Body(then, program, isCertain: false) : [];
        var entry = mapping.Entries.FirstOrDefault(entry => entry.Key.Text != "do");
        switch (entry.Key?.Text)
        {
            case "send": return new SelectCaseSpec(SelectCaseKind.Send, _operations.Channel(OperationReader.SectionOf(entry.Key, entry.Value)), null, body);
            case "recv": return new SelectCaseSpec(SelectCaseKind.Receive, _operations.Channel(OperationReader.SectionOf(entry.Key, entry.Value)), null, body);
            case "after": return new SelectCaseSpec(SelectCaseKind.After, null, _operations.Time(entry.Value), body);
            case "default": return new SelectCaseSpec(SelectCaseKind.Default, null, null, body);
            default:
                _context.Problems.Error(Codes.MissingKey, node.Span, "a case needs 'send', 'recv', 'after' or 'default'");
                return null;
        }
    }
}
