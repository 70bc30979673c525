using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsvHelper;
using GmpSim.Results;
using GmpSim.Scenarios.Advice;
using GmpSim.Scenarios.Statistics;

namespace GmpSim.Cli.Actions;

/// <summary>Writes what <c>gmpsim advise</c> has found: a line a candidate, as CSV or as JSON.</summary>
internal static class AdviceFile
{
    private static readonly CsvWriterOptions s_csv = new() { NewLine = "\n", FormatProvider = CultureInfo.InvariantCulture };

    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, NewLine = "\n" };

    internal static void Write(string file, string scenario, AdviceResult result)
    {
        var rows = result.Entries.Select(entry => Row(entry, result)).ToList();
        AtomicFile.Write(file, stream =>
        {
            if (file.EndsWith(".json", StringComparison.Ordinal)) WriteJson(stream, scenario, result, rows);
            else WriteCsv(stream, rows);
        });
    }

    private static (string Name, string Text, bool IsNumber)[] Row(AdviceEntry entry, AdviceResult result) =>
    [
        ("candidate", entry.Candidate.Name, false),
        ("outcome", Outcome(entry, result), false),
        ("default", entry.Candidate.IsDefault ? "yes" : "no", false),
        ("metric", result.Goal.Metric.Name, false),
        ("unit", result.Goal.Metric.Unit, false),
        ("replications", (entry.Value?.Count ?? 0).ToString(CultureInfo.InvariantCulture), true),
        .. Numbers("mean", "ci", entry.Value),
        .. Numbers("loss", "loss_ci", entry.Loss),
        .. Numbers("ratio", "ratio_ci", entry.Ratio),
        ("meets_limit", result.Goal.Limit is null || entry.Value is null ? "" : entry.MeetsLimit switch { true => "yes", false => "no", null => "unclear" }, false),
        ("failure", entry.Failure, false),
    ];

    private static string Outcome(AdviceEntry entry, AdviceResult result)
    {
        if (entry.Failure.Length > 0) return "failed";
        if (ReferenceEquals(entry, result.Chosen)) return "chosen";
        if (!entry.IsSurvivor) return "worse";
        return result.IsDecided ? "as good" : "not ruled out";
    }

    private static IEnumerable<(string Name, string Text, bool IsNumber)> Numbers(string name, string interval, Estimate? estimate) =>
    [
        (name, Number(estimate?.Value), true),
        (interval + "_low", Number(estimate?.Interval.Low), true),
        (interval + "_high", Number(estimate?.Interval.High), true),
    ];

    // Ten digits, as in all tables.
    private static string Number(double? value) => value is { } number && double.IsFinite(number) ? number.ToString("G10", CultureInfo.InvariantCulture) : "";

    private static void WriteCsv(Stream stream, List<(string Name, string Text, bool IsNumber)[]> rows)
    {
        using var csv = CsvWriter.Create(stream, s_csv, leaveOpen: true);
        csv.WriteRecord([.. rows[0].Select(field => field.Name)]);
        foreach (var row in rows) csv.WriteRecord([.. row.Select(field => field.Text)]);
    }

    private static void WriteJson(Stream stream, string scenario, AdviceResult result, List<(string Name, string Text, bool IsNumber)[]> rows)
    {
        var document = new JsonObject
        {
            ["scenario"] = scenario,
            ["goal"] = result.Goal.Text,
            ["decided"] = result.IsDecided,
            ["confidence"] = result.Settings.Confidence,
            ["indifference"] = result.Indifference,
            ["candidates"] = new JsonArray([.. rows.Select(row => new JsonObject(row.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)Node(field.Text, field.IsNumber)))))]),
        };
        JsonSerializer.Serialize(stream, document, s_json);
    }

    private static JsonValue? Node(string text, bool isNumber)
    {
        if (!isNumber) return JsonValue.Create(text);
        return text.Length == 0 ? null : JsonValue.Create(double.Parse(text, CultureInfo.InvariantCulture));
    }
}
