using BenchmarkDotNet.Attributes;
using GmpSim.Engine;

namespace GmpSim.Benchmarks;

/// <summary>The calendar queue against the plain heap: one hold, at several populations and shapes of increments.</summary>
[MemoryDiagnoser]
public class HoldBenchmarks
{
    private const int Holds = 100_000;

    private HoldModel _heap = null!;
    private HoldModel _calendar = null!;

    /// <summary>How far ahead events are added.</summary>
    [ParamsAllValues]
    public IncrementShape Shape { get; set; }

    /// <summary>How many events are pending.</summary>
    [Params(16, 100, 256, 1_000, 4_096, 65_536, 1_000_000)]
    public int N { get; set; }

    /// <summary>Brings the heap to its steady state.</summary>
    [GlobalSetup(Target = nameof(Heap))]
    public void FillHeap() => _heap = new HoldModel(PendingEventSetKind.Heap, Shape, N);

    /// <summary>Brings the calendar to its steady state.</summary>
    [GlobalSetup(Target = nameof(Calendar))]
    public void FillCalendar() => _calendar = new HoldModel(PendingEventSetKind.Calendar, Shape, N);

    /// <summary>The plain 4-ary heap.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Holds)]
    public void Heap() => _heap.Hold(Holds);

    /// <summary>The adaptive calendar queue.</summary>
    [Benchmark(OperationsPerInvoke = Holds)]
    public void Calendar() => _calendar.Hold(Holds);
}
