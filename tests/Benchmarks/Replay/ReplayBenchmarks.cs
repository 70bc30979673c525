using BenchmarkDotNet.Attributes;
using GmpSim.Engine;

namespace GmpSim.Benchmarks;

/// <summary>The pending-event sets on a recording from a real scenario: one replay of the whole of it.</summary>
/// <remarks>The file is named by <c>--replay FILE</c>, which reaches the benchmark processes as an environment variable.</remarks>
[MemoryDiagnoser]
public class ReplayBenchmarks
{
    /// <summary>The environment variable with the file name.</summary>
    public const string FileVariable = "GMPSIM_RECORDING";

    private Recording _recording = null!;

    /// <summary>Reads the recording.</summary>
    [GlobalSetup]
    public void Read() =>
        _recording = Recording.Read(Environment.GetEnvironmentVariable(FileVariable)
            ?? throw new InvalidOperationException("Name a recording with --replay FILE."));

    /// <summary>The plain 4-ary heap.</summary>
    [Benchmark(Baseline = true)]
    public long Heap() => _recording.Replay(PendingEventSetKind.Heap);

    /// <summary>The adaptive calendar queue.</summary>
    [Benchmark]
    public long Calendar() => _recording.Replay(PendingEventSetKind.Calendar);
}
