using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.Reports.Exports;

/// <summary>Writes <c>traces.jsonl</c>: some requests of every point as OpenTelemetry traces, in the form of its file exporter: a line of OTLP/JSON (<c>TracesData</c>) a point.</summary>
/// <remarks>
/// The span of a request is the parent of one span for each stretch of its time, named after the component of its latency. Times are simulated: a run begins at Unix time 0.
/// Identifiers are hashes of scenario, point, replication and number, so that the same run has the same ones.
/// </remarks>
internal static class OtlpTraces
{
    public const string FileName = "traces.jsonl";

    private const int Internal = 1; // SPAN_KIND_INTERNAL, SPAN_KIND_CLIENT: opentelemetry/proto/trace/v1/trace.proto
    private const int Client = 3;

    /// <summary>Writes the file into <paramref name="folder"/>, in one step; none where no request is traced.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(BatchResult batch, string folder)
    {
        if (batch.Runs.All(run => run.Traces.Count == 0)) return;
        AtomicFile.Write(Path.Combine(folder, FileName), stream =>
        {
            foreach (var scenario in batch.Scenarios)
            {
                foreach (var point in scenario.Points.Where(point => point.Runs.Any(run => run.Traces.Count > 0)))
                {
                    using (var json = new Utf8JsonWriter(stream)) WritePoint(json, scenario.Name, point, batch.Manifest.ToolVersion);
                    stream.WriteByte((byte)'\n');
                }
            }
        });
    }

    private static void WritePoint(Utf8JsonWriter json, string scenario, PointResult point, string version)
    {
        json.WriteStartObject();
        json.WriteStartArray("resourceSpans");
        json.WriteStartObject();
        json.WriteStartObject("resource");
        json.WriteStartArray("attributes");
        WriteAttribute(json, "service.name", scenario);
        WriteAttribute(json, "gmpsim.point", point.Label);
        foreach (var coordinate in point.Coordinates) WriteAttribute(json, $"gmpsim.{coordinate.Name}", coordinate.Value);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartArray("scopeSpans");
        json.WriteStartObject();
        json.WriteStartObject("scope");
        json.WriteString("name", "gmpsim");
        json.WriteString("version", version);
        json.WriteEndObject();
        json.WriteStartArray("spans");
        foreach (var run in point.Runs)
        {
            for (var i = 0; i < run.Traces.Count; i++) WriteRequest(json, $"{scenario}\n{point.Label}\n{run.Replication}\n{i}", run, run.Traces[i]);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRequest(Utf8JsonWriter json, string identity, RunRecord run, RequestTrace request)
    {
        var trace = Hash(identity, bytes: 16);
        var root = Hash($"{identity}\nrequest", bytes: 8);
        WriteSpanStart(json, trace, root, parent: null, "request", Client, request.From, request.To);
        WriteAttribute(json, "gmpsim.sample", request.IsSlowest ? "slowest" : "first");
        WriteAttribute(json, "gmpsim.replication", run.Replication);
        foreach (var moved in request.Moved) WriteAttribute(json, $"gmpsim.within_running.{NameOf(moved.Component)}_ps", moved.Amount.Picoseconds);
        WriteSpanEnd(json);
        foreach (var (number, step) in request.Steps.Index())
        {
            WriteSpanStart(json, trace, Hash($"{identity}\n{number}", bytes: 8), root, NameOf(step.Component), Internal, step.From, step.To);
            WriteSpanEnd(json);
        }
    }

    private static void WriteSpanStart(Utf8JsonWriter json, string trace, string span, string? parent, string name, int kind, SimDuration from, SimDuration to)
    {
        json.WriteStartObject();
        json.WriteString("traceId", trace);
        json.WriteString("spanId", span);
        if (parent is not null) json.WriteString("parentSpanId", parent);
        json.WriteString("name", name);
        json.WriteNumber("kind", kind);
        json.WriteString("startTimeUnixNano", Nanoseconds(from));
        json.WriteString("endTimeUnixNano", Nanoseconds(to));
        json.WriteStartArray("attributes");
    }

    private static void WriteSpanEnd(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteAttribute(Utf8JsonWriter json, string key, string value)
    {
        json.WriteStartObject();
        json.WriteString("key", key);
        json.WriteStartObject("value");
        json.WriteString("stringValue", value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>64-bit numbers are strings in the JSON of Protocol Buffers.</summary>
    private static void WriteAttribute(Utf8JsonWriter json, string key, long value)
    {
        json.WriteStartObject();
        json.WriteString("key", key);
        json.WriteStartObject("value");
        json.WriteString("intValue", value.ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string NameOf(LatencyComponent component) => JsonNamingPolicy.KebabCaseLower.ConvertName(component.ToString());

    private static string Nanoseconds(SimDuration sinceStart) => (sinceStart.Picoseconds / 1000).ToString(CultureInfo.InvariantCulture);

    private static string Hash(string text, int bytes) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, bytes));
}
