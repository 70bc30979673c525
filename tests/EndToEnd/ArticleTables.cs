using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GmpSim.Tests.EndToEnd;

/// <summary>The tables of docs/article.md, made from the tables of a run.</summary>
internal static class ArticleTables
{
    private static readonly string[] s_outcomes = ["reproduced", "direction only", "not reproduced", "undecided"];

    /// <summary>How many claims fared how, by mechanism.</summary>
    internal static string Summary(string results)
    {
        var rows = Rows(results, "verdicts.csv");
        var text = new StringBuilder("| | reproduced | direction only | not reproduced | undecided |\n|---|---|---|---|---|\n");
        foreach (var (name, suffix) in ((string, string)[])[("the article's Go (`per-p`)", "-per-p"), ("real Go (`shared`)", "-shared"), ("threads without Go", "")])
        {
            var counted = rows.Where(row => SuffixOf(row["id"]) == suffix).Select(row => row["verdict"]).ToList();
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {string.Join(" | ", s_outcomes.Select(outcome => counted.Count(outcome.Equals)))} |\n");
        }

        return text.ToString();
    }

    /// <summary>The claims of a scenario whose names begin alike: what was claimed, and what each mechanism gives.</summary>
    internal static string Verdicts(string results, string scenario, string prefix)
    {
        var claims = Rows(results, "verdicts.csv")
            .Where(row => row["scenario"] == scenario && Regex.IsMatch(row["id"], $@"^{prefix}(?!\d)", RegexOptions.None, TimeSpan.FromSeconds(1)))
            .GroupBy(row => row["id"][..^SuffixOf(row["id"]).Length], StringComparer.Ordinal)
            .ToList();
        var isGo = claims.SelectMany(claim => claim).Any(row => SuffixOf(row["id"]).Length > 0);
        var text = new StringBuilder(isGo ? "| claim | claimed | the article's Go (`per-p`) | real Go (`shared`) |\n|---|---|---|---|\n" : "| claim | claimed | observed |\n|---|---|---|\n");
        foreach (var claim in claims)
        {
            var first = claim.First();
            text.Append(CultureInfo.InvariantCulture, $"| {first["claim"]} | {first["expected"]} |");
            foreach (var suffix in isGo ? (string[])["-per-p", "-shared"] : [""])
                text.Append(CultureInfo.InvariantCulture, $" {(claim.FirstOrDefault(row => SuffixOf(row["id"]) == suffix) is { } found ? Observed(found) : "")} |");
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Throughput of one P divided by that of four, by one coordinate or two.</summary>
    internal static string Map(string results, string scenario, string rowKey, string? columnKey)
    {
        var cells = Rows(results, "summary.csv")
            .Where(row => row["scenario"] == scenario && row["metric"] == "throughput_rps")
            .Select(row => (At: Coordinates(row["point"]), Mean: double.Parse(row["mean"], CultureInfo.InvariantCulture)))
            .GroupBy(cell => (Row: cell.At[rowKey], Column: columnKey is null ? "" : cell.At[columnKey]))
            .ToDictionary(group => group.Key, group => group.Single(cell => cell.At["gomaxprocs"] == "1").Mean / group.Single(cell => cell.At["gomaxprocs"] == "4").Mean);
        var (rows, columns) = (cells.Keys.Select(key => key.Row).Distinct().ToList(), cells.Keys.Select(key => key.Column).Distinct().ToList());

        // One coordinate goes across, so that the table is short.
        var text = new StringBuilder();
        if (columnKey is null)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {Name(rowKey)} | {string.Join(" | ", rows)} |\n|---|{string.Concat(rows.Select(_ => "---|"))}\n| one P / four Ps | ");
            return text.Append(string.Join(" | ", rows.Select(row => Ratio(cells[(row, "")])))).Append(" |\n").ToString();
        }

        text.Append(CultureInfo.InvariantCulture, $"| {Name(rowKey)} \\ {Name(columnKey)} | {string.Join(" | ", columns.Select(Short))} |\n|---|{string.Concat(columns.Select(_ => "---|"))}\n");
        foreach (var row in rows)
            text.Append(CultureInfo.InvariantCulture, $"| {row} | {string.Join(" | ", columns.Select(column => Ratio(cells[(row, column)])))} |\n");
        return text.ToString();
    }

    private static string Observed(Dictionary<string, string> row)
    {
        var mark = row["verdict"] switch { "reproduced" => "✓", "direction only" => "~", "not reproduced" => "✗", _ => "?" };
        return row["observed"].Length == 0
            ? $"{mark} {row["verdict"]}: no value"
            : $"{mark} {row["verdict"]}: {Number(row["observed"])} ({Number(row["ci95_low"])} to {Number(row["ci95_high"])})";
    }

    private static string Number(string text)
    {
        var value = double.Parse(text, CultureInfo.InvariantCulture);
        if (value == 0) return "0";
        var digits = Math.Max(0, 2 - (int)Math.Floor(Math.Log10(Math.Abs(value))));
        return Math.Round(value, Math.Min(digits, 6)).ToString(Math.Abs(value) >= 1000 ? "#,0" : "0.######", CultureInfo.InvariantCulture);
    }

    private static string Ratio(double value) => value > 1 ? $"**{value.ToString("0.00", CultureInfo.InvariantCulture)}**" : value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Name(string key) => key switch
    {
        "cpu" => "service time",
        "times" => "additions a request",
        "programs.hello[3].cpu" => "under the lock",
        _ => key,
    };

    // lognormal=median=15.5us p99=39.5us: the median tells the times apart.
    private static string Short(string value) => Regex.Match(value, @"median=(?<median>\S+)", RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } found ? found.Groups["median"].Value : value;

    private static string SuffixOf(string id) => id.EndsWith("-per-p", StringComparison.Ordinal) ? "-per-p" : id.EndsWith("-shared", StringComparison.Ordinal) ? "-shared" : "";

    private static Dictionary<string, string> Coordinates(string point) =>
        point.Split(';').Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);

    private static List<Dictionary<string, string>> Rows(string results, string file)
    {
        var lines = File.ReadAllLines(Path.Combine(results, file)).Select(Fields).ToList();
        return [.. lines.Skip(1).Select(fields => lines[0].Zip(fields).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal))];
    }

    // RFC 4180; no field of these tables has a line end.
    private static List<string> Fields(string line) =>
        [.. Regex.Matches(line, "(?:^|,)(?:\"(?<field>(?:[^\"]|\"\")*)\"|(?<field>[^,]*))", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(match => match.Groups["field"].Value.Replace("\"\"", "\"", StringComparison.Ordinal))];
}
