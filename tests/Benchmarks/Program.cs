using BenchmarkDotNet.Running;
using GmpSim.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks -- --filter '*Hold*'     BenchmarkDotNet, one process a figure
// dotnet run -c Release --project tests/Benchmarks -- --quick [SHAPE …]     a compact table of the hold models
// dotnet run -c Release --project tests/Benchmarks -- --quick-processes     handlers against processes
// dotnet run -c Release --project tests/Benchmarks -- --quick-world         the article's world, all variants in turns
// dotnet run -c Release --project tests/Benchmarks -- --quick-large         a million goroutines on 192 Ps: events a second, memory
// dotnet run -c Release --project tests/Benchmarks -- --record per-p FILE   what that world asks of its pending-event set
// dotnet run -c Release --project tests/Benchmarks -- --replay FILE         a recorded schedule; with --filter by BenchmarkDotNet
switch (args)
{
    case ["--quick", .. var shapes]:
        QuickMode.Hold(shapes);
        break;
    case ["--quick-processes"]:
        QuickMode.Processes();
        break;
    case ["--quick-world"]:
        QuickMode.Worlds();
        break;
    case ["--quick-large"]:
        LargeWorld.Measure();
        break;
    case ["--record", var netpoller, var file]:
        QuickMode.Record(netpoller, file);
        break;
    case ["--replay", var file]:
        QuickMode.Replay(file);
        break;
    case ["--replay", var file, .. var rest]:
        Environment.SetEnvironmentVariable(ReplayBenchmarks.FileVariable, Path.GetFullPath(file));
        BenchmarkSwitcher.FromAssembly(typeof(HoldBenchmarks).Assembly).Run(rest);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(HoldBenchmarks).Assembly).Run(args);
        break;
}
