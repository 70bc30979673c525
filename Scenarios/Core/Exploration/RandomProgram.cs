using GmpSim.Engine;
using GmpSim.Scenarios.Reading;

namespace GmpSim.Scenarios.Exploration;

/// <summary>Draws what goroutines do: pieces of a few operations each, of which none can wait for ever.</summary>
internal sealed class RandomProgram(RandomStream random)
{
    private const int MostPieces = 4;

    private readonly List<(string Name, IReadOnlyList<string> Operations)> _helpers = [];

    /// <summary>The operations of the handler, as entries of a YAML list.</summary>
    internal IReadOnlyList<string> Handler(bool isTasks)
    {
        var operations = new List<string>();
        for (var left = random.NextBelow(MostPieces + 1); left > 0; left--) operations.AddRange(Piece(mayStart: true));
        if (isTasks) return operations.Count > 0 ? operations : ["{ cpu: 1us }"];
        return ["{ read: request }", .. operations, "{ write: response }"];
    }

    /// <summary>The handler and the programs that it starts.</summary>
    internal IEnumerable<(string Name, IReadOnlyList<string> Operations)> All(IReadOnlyList<string> handler) => [("handler", handler), .. _helpers];

    /// <summary>A few operations that belong together; only what is not itself started may start goroutines.</summary>
    private string[] Piece(bool mayStart)
    {
        var kinds = new List<Func<string[]>> { Cpu, Cpu, Sleep, () => ["yield"] };
        kinds.Add(() => [$"{{ syscall: {Time()} }}"]);
        kinds.AddRange([Mutex, Mutex]);
        kinds.Add(ReadWriteMutex);
        kinds.Add(Pool);
        kinds.Add(() => [$"{{ alloc: {1 << random.NextBelow(11)}KiB }}"]);
        kinds.Add(() => [$"{{ touch: {(random.NextBelow(2) == 0 ? "own" : "shared")} }}"]);
        if (random.NextBelow(3) == 0) kinds.Add(() => ["lock-os-thread"]);
        if (mayStart)
        {
            kinds.AddRange([Spawn, Repeat, Burst]);
            kinds.Add(Choose);
            kinds.AddRange([Channel, Channel]);
            kinds.Add(Select);
            kinds.Add(Wait);
        }

        return kinds[random.NextBelow(kinds.Count)]();
    }

    private string[] Cpu() => [$"{{ cpu: {Time()} }}"];

    private string[] Sleep() => [$"{{ sleep: {Time()} }}"];

    private string[] Mutex() => ["{ lock: m }", .. Inside(), "{ unlock: m }"];

    private string[] ReadWriteMutex() => random.NextBelow(3) == 0 ? ["{ lock: rw }", .. Inside(), "{ unlock: rw }"] : ["{ rlock: rw }", .. Inside(), "{ runlock: rw }"];

    private string[] Pool() => [$"{{ acquire: {{ pool: connections, size: 2 }} }}", .. Inside(), "{ release: connections }"];

    private string[] Spawn() => [$"{{ spawn: {Helper(Piece(mayStart: false))} }}"];

    private string[] Wait() => [.. Spawn(), .. Cpu(), "wait"];

    private string[] Repeat() => [$"{{ repeat: {{ times: {1 + random.NextBelow(3)}, do: [{string.Join(", ", Piece(mayStart: false))}] }} }}"];

    /// <summary>A few goroutines at once, so that thieves are about while more are started; now and then so many that a ring overflows.</summary>
    private string[] Burst() => [$"{{ repeat: {{ times: {(random.NextBelow(8) == 0 ? 300 : 2 + random.NextBelow(6))}, do: [{{ spawn: {Helper(Cpu())} }}] }} }}"];

    private string[] Choose() =>
        [$"{{ choose: [{{ probability: 30%, do: [{string.Join(", ", Piece(mayStart: false))}] }}, {{ probability: 70%, do: [{string.Join(", ", Piece(mayStart: false))}] }}] }}"];

    /// <summary>One message for one receiver: who sends starts who receives, or the other way round.</summary>
    private string[] Channel()
    {
        var channel = $"c{_helpers.Count}";
        var buffer = random.NextBelow(3);
        var (mine, other) = random.NextBelow(2) == 0 ? ("send", "recv") : ("recv", "send");
        string Operation(string name) => $"{{ {name}: {{ channel: {channel}, buffer: {buffer} }} }}";
        return [$"{{ spawn: {Helper([.. Inside(), Operation(other)])} }}", .. Inside(), Operation(mine)];
    }

    /// <summary>Two messages on two channels, taken in whatever order they come; or given up by both sides when there is something to do instead.</summary>
    private string[] Select()
    {
        var number = _helpers.Count;
        var instead = random.NextBelow(3) switch
        {
            0 => $", {{ after: {Time()} }}",
            1 => ", default",
            _ => "",
        };
        string[] Send(string channel) => [.. Inside(), instead.Length == 0 ? $"{{ send: {channel}{number} }}" : $"{{ select: [{{ send: {channel}{number} }}{instead}] }}"];
        var receive = $"{{ select: [{{ recv: a{number} }}, {{ recv: b{number} }}{instead}] }}";
        return [$"{{ spawn: {Helper(Send("a"))} }}", $"{{ spawn: {Helper(Send("b"))} }}", receive, receive];
    }

    /// <summary>What happens between two operations: nothing, or some computing or sleeping.</summary>
    private string[] Inside() => random.NextBelow(4) switch
    {
        0 => [],
        1 => Sleep(),
        _ => Cpu(),
    };

    /// <summary>A random time, or one that many share: then things happen at one instant, and there is an order to explore.</summary>
    private string Time() => random.NextBelow(2) == 0 ? "5us" : $"{{ exponential: {1 + random.NextBelow(random.NextBelow(4) == 0 ? 400 : 20)}us }}";

    private string Helper(IReadOnlyList<string> operations)
    {
        var name = $"helper{_helpers.Count}";
        _helpers.Add((name, operations));
        return name;
    }
}
