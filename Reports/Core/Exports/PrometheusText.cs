using System.Globalization;
using System.Text;
using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.Reports.Exports;

/// <summary>Writes <c>metrics.prom</c>: what the clients of every point saw, in Prometheus' text format 0.0.4.</summary>
/// <remarks>
/// One series a point, all replications added up, over their measured windows; <c>gmpsim_window_seconds</c> says how long these are together, so that a rate is a counter divided by it.
/// Labels are the scenario, the point, and each coordinate of the point.
/// </remarks>
internal static class PrometheusText
{
    public const string FileName = "metrics.prom";

    /// <summary>Upper ends of the histogram's buckets [ns]: 1, 2.5 and 5 in each power of ten from 1 us to 100 s.</summary>
    /// <remarks>Prometheus' own begin at 5 ms, which is longer than most of what is simulated here.</remarks>
    private static readonly long[] s_ends = [.. Enumerable.Range(3, 8).SelectMany(power => new[] { 10L, 25L, 50L }.Select(step => step * (long)Math.Pow(10, power - 1))), 100_000_000_000];

    private static readonly string[] s_taken = ["scenario", "point", "code", "le"];

    /// <summary>Writes the file into <paramref name="folder"/>, in one step; none where nothing was measured.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(BatchResult batch, string folder)
    {
        var text = Text(batch);
        if (text.Length > 0) AtomicFile.Write(Path.Combine(folder, FileName), text);
    }

    /// <summary>The content of the file.</summary>
    public static string Text(BatchResult batch)
    {
        var points = (from scenario in batch.Scenarios from point in scenario.Points where point.Runs.Count > 0 select (Labels: LabelsOf(scenario, point), point.Runs)).ToList();
        var text = new StringBuilder();
        void Family(string name, string type, string help, Func<string, IReadOnlyList<RunRecord>, IEnumerable<string>> lines)
        {
            var all = points.SelectMany(point => lines(point.Labels, point.Runs)).ToList();
            if (all.Count == 0) return;
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
            foreach (var line in all) text.Append(name).Append(line).Append('\n');
        }

        Family("http_requests_total", "counter", "Requests that were answered.", (labels, runs) => Count(labels + ",code=\"200\"", Sum(runs, run => run[Metrics.Requests])));
        Family("http_request_duration_seconds", "histogram", "Time from the intended start of a request to the reading of its response.", Duration);
        Family("http_client_errors_total", "counter", "Requests that failed: given up, or ended by a closed connection.", (labels, runs) => Count(labels, Sum(runs, run => run[Metrics.Errors])));
        Family("http_client_connections_total", "counter", "Connections that requests were sent over, each counted once a request.", (labels, runs) => Count(labels, Sum(runs, run => run[Metrics.ConnReuseRate] is null ? null : run[Metrics.Requests])));
        Family("http_client_connections_reused_total", "counter", "Of these, connections that had carried a request before.", (labels, runs) => Count(labels, Sum(runs, Reused)));
        Family("gmpsim_window_seconds", "gauge", "Measured time of the counters, all replications together.", (labels, runs) => Count(labels, Sum(runs, run => run[Metrics.SimSeconds])));
        return text.ToString();
    }

    private static IEnumerable<string> Count(string labels, double? value) => value is { } known ? [$"{{{labels}}} {Numbers.Statistic(known)}"] : [];

    private static double? Sum(IReadOnlyList<RunRecord> runs, Func<RunRecord, double?> of) => runs.Any(run => of(run) is not null) ? runs.Sum(run => of(run) ?? 0) : null;

    /// <summary>The rate is a quotient of two counts, which come out whole again.</summary>
    private static double? Reused(RunRecord run) => run[Metrics.ConnReuseRate] * run[Metrics.Requests] is { } reused ? Math.Round(reused) : null;

    private static IEnumerable<string> Duration(string labels, IReadOnlyList<RunRecord> runs)
    {
        var latency = new Histogram();
        foreach (var run in runs) latency.Merge(run.Latency);
        if (latency.Count == 0) yield break;

        // A bucket of ours that an end falls into counts above it: at most 1/64 of the end off.
        var buckets = latency.Buckets().ToList();
        foreach (var end in s_ends)
        {
            var below = buckets.Where(bucket => bucket.High <= SimDuration.FromNanoseconds(end)).Sum(bucket => bucket.Count);
            yield return $"_bucket{{{labels},le=\"{Numbers.Exact(end / 1e9m)}\"}} {Whole(below)}";
        }

        yield return $"_bucket{{{labels},le=\"+Inf\"}} {Whole(latency.Count)}";
        yield return $"_sum{{{labels}}} {Numbers.Exact((decimal)latency.SumPicoseconds / 1e12m)}";
        yield return $"_count{{{labels}}} {Whole(latency.Count)}";
    }

    private static string Whole(long count) => count.ToString(CultureInfo.InvariantCulture);

    private static string LabelsOf(ScenarioResult scenario, PointResult point)
    {
        (string Name, string Value)[] labels = [("scenario", scenario.Name), ("point", point.Label), .. point.Coordinates.Select(c => (NameOf(c.Name), c.Value))];
        return string.Join(',', labels.Select(label => $"{label.Name}=\"{Escaped(label.Value)}\""));
    }

    /// <summary>Letters, digits and <c>_</c>; never a name that means something else here.</summary>
    private static string NameOf(string coordinate)
    {
        var name = string.Concat(coordinate.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')).Trim('_');
        return char.IsAsciiDigit(name.FirstOrDefault('0')) || s_taken.Contains(name, StringComparer.Ordinal) ? "point_" + name : name;
    }

    private static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
