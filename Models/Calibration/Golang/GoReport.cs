using System.Text.Json;

namespace GmpSim.Calibration.Golang;

/// <summary>What a Go program says of itself at one instant.</summary>
internal sealed record GoReport
{
    /// <summary>For example <c>go1.19.8</c>.</summary>
    internal required string Version { get; init; }

    /// <summary>The port that a server listens on; 0 for programs without one.</summary>
    internal required int Port { get; init; }

    /// <summary>The program's clock [ns].</summary>
    internal required long AtNs { get; init; }

    /// <summary>User and system time of the process so far [ns].</summary>
    internal required long CpuNs { get; init; }

    /// <summary>GOMAXPROCS as the runtime has it.</summary>
    internal required int Gomaxprocs { get; init; }

    /// <summary>Collections so far.</summary>
    internal required long GcCycles { get; init; }

    /// <summary>Durations of the tasks that have ended since the report before [ns].</summary>
    internal required IReadOnlyList<long> TasksNs { get; init; }

    /// <summary>/sched/latencies:seconds of runtime/metrics, since the start.</summary>
    internal required SchedulingLatencies Latencies { get; init; }

    /// <summary>Reads a line that the program has printed.</summary>
    /// <exception cref="InvalidDataException">It is none of its reports.</exception>
    internal static GoReport Parse(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            var latencies = root.GetProperty("sched_latencies");
            return new()
            {
                Version = root.GetProperty("version").GetString() ?? "",
                Port = root.GetProperty("port").GetInt32(),
                AtNs = root.GetProperty("at_ns").GetInt64(),
                CpuNs = root.GetProperty("cpu_ns").GetInt64(),
                Gomaxprocs = root.GetProperty("gomaxprocs").GetInt32(),
                GcCycles = root.GetProperty("gc_cycles").GetInt64(),
                TasksNs = Numbers(root.GetProperty("tasks_ns")),
                Latencies = SchedulingLatencies.Of(Numbers(latencies.GetProperty("low_ns")), Numbers(latencies.GetProperty("high_ns")), Numbers(latencies.GetProperty("count"))),
            };
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"not a report of the Go program: {line}", error);
        }
    }

    private static IReadOnlyList<long> Numbers(JsonElement list) => list.ValueKind == JsonValueKind.Null ? [] : [.. list.EnumerateArray().Select(number => number.GetInt64())];
}
