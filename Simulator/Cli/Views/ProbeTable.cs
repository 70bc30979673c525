using System.Globalization;
using CsvHelper;
using GmpSim.Calibration;

namespace GmpSim.Cli.Views;

/// <summary>The table <c>probes.csv</c>: one row a parameter of a probe.</summary>
internal static class ProbeTable
{
    private static readonly string[] s_columns = ["probe", "parameter", "unit", "n", "median", "ci95_low", "ci95_high", "p1", "p99", "min", "outliers", "note"];

    private static readonly CsvWriterOptions s_csv = new() { NewLine = "\n", FormatProvider = CultureInfo.InvariantCulture };

    internal static void Write(TextWriter output, IEnumerable<ProbeRow> rows)
    {
        using var csv = CsvWriter.Create(output, s_csv, leaveOpen: true);
        csv.WriteRecord(s_columns);
        foreach (var row in rows)
        {
            csv.WriteRecord(
            [
                row.Probe, row.Parameter, row.Unit, row.Count.ToString(CultureInfo.InvariantCulture), Text(row.Median), Text(row.Low), Text(row.High),
                Text(row.P1), Text(row.P99), Text(row.Min), row.Outliers.ToString(CultureInfo.InvariantCulture), row.Note,
            ]);
        }
    }

    private static string Text(double value) => double.IsFinite(value) ? value.ToString("G6", CultureInfo.InvariantCulture) : "";
}
