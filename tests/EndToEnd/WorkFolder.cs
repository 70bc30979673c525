namespace GmpSim.Tests.EndToEnd;

/// <summary>A folder with a scenario file, removed at the end.</summary>
internal sealed class WorkFolder : IDisposable
{
    // 2 points × 12 replications of a small web server: each run a tenth of a second or so.
    private const string Scenarios = """
        gmpsim: 1
        title: End to end
        programs:
          handler:
            - read: request
            - cpu: { exponential: 20us }
            - write: response
        scenarios:
          web:
            about: A small web server.
            machine: { base: generic-x86, cores: 4 }
            runtime: { go: "1.22", gomaxprocs: 2, netpoller: shared }
            workload:
              server: { kind: http, handler: handler }
              clients:
                - { kind: closed, connections: 20, threads: 1, on: same-machine, keep_alive: true }
            run: { warmup: 10ms, duration: 400ms, replications: 12, seed: 1 }
            sweep: { runtime.gomaxprocs: [1, 2] }
            expect:
              - { id: E1, claim: "two Ps serve more than one", value: "throughput_rps[gomaxprocs=2] / throughput_rps[gomaxprocs=1]", expected: 1.5, kind: direction }
        """;

    internal WorkFolder()
    {
        Root = Directory.CreateTempSubdirectory("gmpsim-e2e-").FullName;
        File.WriteAllText(Path.Combine(Root, "scenarios.yaml"), Scenarios);
    }

    internal string Root { get; }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    /// <summary>Every file beneath a folder with its bytes as text that can be compared.</summary>
    internal SortedDictionary<string, string> Files(string folder)
    {
        var root = Path.Combine(Root, folder);
        return new(
            Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(root, f), f => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(f)))),
            StringComparer.Ordinal);
    }

    /// <summary>How many runs are stored in a folder.</summary>
    internal int StoredRuns(string folder)
    {
        var runs = Path.Combine(Root, folder, "state", "runs");
        return Directory.Exists(runs) ? Directory.EnumerateFiles(runs, "*.json").Count() : 0;
    }
}
