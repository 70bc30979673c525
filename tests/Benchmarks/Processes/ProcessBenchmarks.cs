using BenchmarkDotNet.Attributes;
using GmpSim.Engine;

namespace GmpSim.Benchmarks;

/// <summary>What it costs to write actors as sequential code. Time and bytes are for some 100,000 events.</summary>
[MemoryDiagnoser]
public class ProcessBenchmarks
{
    private const int Events = 100_000;

    private EngineModel _model = null!;

    /// <summary>How many actors there are.</summary>
    [Params(16, 1_000, 4_096, 65_536)]
    public int N { get; set; }

    /// <summary>Brings the handlers to their steady state.</summary>
    [GlobalSetup(Target = nameof(Handler))]
    public void FillHandler() => Fill(ActorStyle.Handler);

    /// <summary>Brings the processes to their steady state.</summary>
    [GlobalSetup(Target = nameof(Process))]
    public void FillProcess() => Fill(ActorStyle.Process);

    /// <summary>Brings the nested processes to their steady state.</summary>
    [GlobalSetup(Target = nameof(NestedProcess))]
    public void FillNestedProcess() => Fill(ActorStyle.NestedProcess);

    /// <summary>Event handlers with explicit state.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public long Handler() => _model.Run(Events);

    /// <summary>Processes that wait in their outermost method.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public long Process() => _model.Run(Events);

    /// <summary>Processes that wait in a method they call.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public long NestedProcess() => _model.Run(Events);

    private void Fill(ActorStyle style) => _model = new EngineModel(PendingEventSetKind.Calendar, style, IncrementShape.Uniform, N);
}
