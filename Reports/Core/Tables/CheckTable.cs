using System.Globalization;
using GmpSim.Results;

namespace GmpSim.Reports.Tables;

/// <summary>Writes <c>checks.csv</c> and <c>models.csv</c>: what a calibration found; <c>go-checks.csv</c> and <c>go-models.csv</c> for checks against real Go programs.</summary>
public static class CheckTable
{
    /// <summary>Name of the table of checks.</summary>
    public const string Checks = "checks.csv";

    /// <summary>What stands before the names of both tables where real Go programs were the measure.</summary>
    public const string GoPrefix = "go-";

    /// <summary>Name of the table of models.</summary>
    public const string Models = "models.csv";

    private static readonly string[] s_checkColumns =
    [
        "scenario", "id", "point", "model", "value", "unit", "kind", "tolerance", "simulated", "real", "real_low", "real_high", "repeats", "error", "noise", "factor", "verdict", "why",
    ];

    private static readonly string[] s_modelColumns = ["model", "verdict", "realism", "realism_low", "realism_high", "passed", "warned", "failed", "undecided", "weakest"];

    /// <summary>Writes both tables.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <param name="checks">The judged checks.</param>
    /// <param name="models">The score of each model.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="prefix">What stands before the names of both files.</param>
    public static void Write(IReadOnlyList<CheckResult> checks, IReadOnlyList<ModelScore> models, string folder, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(checks);
        ArgumentNullException.ThrowIfNull(models);
        TableWriter.Write(folder, prefix + Checks, s_checkColumns, checks.Select(Row));
        TableWriter.Write(folder, prefix + Models, s_modelColumns, models.Select(Row));
    }

    /// <summary>The verdict as tables and pages write it.</summary>
    public static string Word(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Pass => "PASS",
        CheckOutcome.Warn => "WARN",
        CheckOutcome.Fail => "FAIL",
        _ => "UNDECIDED",
    };

    /// <summary>The kind as scenario files write it.</summary>
    public static string Word(CheckKind kind) => kind == CheckKind.CpuRatio ? "cpu-ratio" : kind.ToString().ToLowerInvariant();

    private static string[] Row(CheckResult check)
    {
        var seen = check.Observation;
        return
        [
            seen.Scenario, seen.Id, seen.Point, seen.Model, seen.Value, seen.Unit, Word(seen.Kind), Numbers.Statistic(seen.Tolerance), Numbers.Statistic(check.Simulated),
            Numbers.Statistic(check.Real), Numbers.Statistic(check.RealLow), Numbers.Statistic(check.RealHigh), seen.Real.Count.ToString(CultureInfo.InvariantCulture),
            Numbers.Statistic(check.Error), Numbers.Statistic(check.Noise), Numbers.Statistic(check.Factor), Word(check.Outcome), check.Why,
        ];
    }

    private static string[] Row(ModelScore score) =>
    [
        score.Model, Word(score.Outcome), Numbers.Statistic(score.Realism), Numbers.Statistic(score.RealismLow), Numbers.Statistic(score.RealismHigh),
        Count(score.Passed), Count(score.Warned), Count(score.Failed), Count(score.Undecided), score.Weakest,
    ];

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);
}
