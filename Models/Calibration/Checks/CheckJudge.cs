using System.Globalization;
using GmpSim.Results;

namespace GmpSim.Calibration.Checks;

/// <summary>Judges whether simulated figures agree with real ones, as far as this machine can tell.</summary>
/// <remarks>
/// With S the simulated median, R the real one and the interval of R over the repeats: the error is max(S/R, R/S) − 1, so that too much and too little count
/// alike; the noise is half the interval's width over R. Within the tolerance: pass, unless the noise is larger than the tolerance, which leaves it undecided. Outside: fail when
/// S is out of tolerance of every value in the interval, otherwise warn, or undecided where the noise is larger than the tolerance.
/// Of a count, 0.05 of an event is as good as the tolerance however small the count is: what is apart by less counts as that part of the tolerance. Less than three repeats leave everything undecided, because they do not tell the noise.
/// </remarks>
public static class CheckJudge
{
    /// <summary>Repeats without which the noise is not known. Assumed: a range of two values holds the median in half of the cases only.</summary>
    private const int FewestRepeats = 3;

    /// <summary>From here on an error reads better as a factor than in percent.</summary>
    private const double ManyTimes = 10;

    /// <summary>Judges one observation.</summary>
    /// <param name="observation">With at least one real and one simulated value.</param>
    public static CheckResult Judge(CheckObservation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        var real = OrderInterval.Of(observation.Real);
        var simulated = OrderInterval.Of(observation.Simulated).Median;
        var (error, noise, outcome) = observation.Kind switch
        {
            CheckKind.Sign => OfSign(real, simulated),
            CheckKind.Shape => OfShape(observation),
            _ => OfSize(observation, real, simulated),
        };
        if (observation.Real.Count < FewestRepeats) outcome = CheckOutcome.Undecided;
        return new()
        {
            Observation = observation,
            Real = real.Median,
            RealLow = real.Low,
            RealHigh = real.High,
            Simulated = simulated,
            Error = error,
            Noise = noise,
            Outcome = outcome,
            Why = Why(observation, real, simulated, error, noise, outcome),
        };
    }

    private static (double Error, double Noise, CheckOutcome Outcome) OfSize(CheckObservation observation, OrderInterval real, double simulated)
    {
        var error = ErrorOf(observation, simulated, real.Median);
        var noise = Slackened(observation, real.HalfWidth == 0 ? 0 : real.HalfWidth / Math.Abs(real.Median), real.HalfWidth);
        var isDecidable = noise <= observation.Tolerance;
        if (error <= observation.Tolerance) return (error, noise, isDecidable ? CheckOutcome.Pass : CheckOutcome.Undecided);
        var nearest = Math.Clamp(simulated, real.Low, real.High);
        if (ErrorOf(observation, simulated, nearest) > observation.Tolerance) return (error, noise, CheckOutcome.Fail);
        return (error, noise, isDecidable ? CheckOutcome.Warn : CheckOutcome.Undecided);
    }

    private static (double Error, double Noise, CheckOutcome Outcome) OfSign(OrderInterval real, double simulated)
    {
        if (real.Low <= 1 && real.High >= 1) return (0, 1, CheckOutcome.Undecided);
        var agree = (real.Median > 1) == (simulated > 1);
        return (agree ? 0 : 1, 0, agree ? CheckOutcome.Pass : CheckOutcome.Fail);
    }

    private static (double Error, double Noise, CheckOutcome Outcome) OfShape(CheckObservation observation)
    {
        var (distance, noise) = (observation.Distance ?? 1, observation.DistanceNoise ?? 1);
        if (noise > observation.Tolerance) return (distance, noise, CheckOutcome.Undecided);
        if (distance <= observation.Tolerance) return (distance, noise, CheckOutcome.Pass);
        return (distance, noise, distance - noise <= observation.Tolerance ? CheckOutcome.Warn : CheckOutcome.Fail);
    }

    /// <summary>How far a simulated figure is from a real one; too much and too little count alike.</summary>
    internal static double ErrorOf(CheckObservation observation, double simulated, double real)
    {
        if (simulated == real) return 0;
        var factor = simulated <= 0 || real <= 0 ? double.PositiveInfinity : Math.Max(simulated / real, real / simulated);
        return Slackened(observation, factor - 1, Math.Abs(simulated - real));
    }

    /// <summary>Of a count, the less of its share and of what it is of the slack.</summary>
    private static double Slackened(CheckObservation observation, double share, double difference) =>
        observation.Kind == CheckKind.Count && difference <= CheckTolerance.CountSlack ? Math.Min(share, observation.Tolerance * difference / CheckTolerance.CountSlack) : share;

    private static string Why(CheckObservation observation, OrderInterval real, double simulated, double error, double noise, CheckOutcome outcome)
    {
        var figures = observation.Kind == CheckKind.Shape
            ? $"a Kolmogorov–Smirnov distance of {Figure(error)} between the shapes; {Figure(noise)} among real repeats"
            : $"{Figure(simulated)} simulated, {Figure(real.Median)} measured ({Figure(real.Low)} to {Figure(real.High)} over {Repeats(observation)})";
        var text = $"{figures}, {Said(observation, error, noise, outcome)}";
        return outcome == CheckOutcome.Fail && Suspicion(observation) is { } suspicion ? $"{text}; {suspicion}" : text;
    }

    private static string Repeats(CheckObservation observation) => observation.Real.Count == 1 ? "1 repeat" : $"{observation.Real.Count} repeats";

    private static string Said(CheckObservation observation, double error, double noise, CheckOutcome outcome)
    {
        if (observation.Real.Count < FewestRepeats) return $"and {Repeats(observation)} do{(observation.Real.Count == 1 ? "es" : "")} not tell the noise";
        if (observation.Kind == CheckKind.Sign)
        {
            return outcome switch
            {
                CheckOutcome.Pass => "on the same side of 1",
                CheckOutcome.Undecided => "and real repeats lie on both sides of 1",
                _ => "on different sides of 1",
            };
        }

        var tolerance = observation.Kind == CheckKind.Shape ? Figure(observation.Tolerance) : Percent(observation.Tolerance);
        if (observation.Kind == CheckKind.Count) tolerance += $" (or {Figure(CheckTolerance.CountSlack)} outright)";
        if (outcome == CheckOutcome.Undecided && observation.Kind != CheckKind.Shape)
            return double.IsFinite(noise) ? $"but the noise of {Percent(noise)} is more than the tolerance of {tolerance}" : $"but real repeats scatter around zero by more than the tolerance of {tolerance}";
        if (observation.Kind == CheckKind.Shape) return $"tolerance {tolerance}";
        return double.IsInfinity(error) ? $"one of them is zero; tolerance {tolerance}" : $"{(error < ManyTimes ? Percent(error) + " apart" : $"apart by a factor of {Figure(Math.Round(error + 1))}")}, tolerance {tolerance}";
    }

    private static string? Suspicion(CheckObservation observation) =>
        observation.Suspects.Where(suspect => suspect.Metric != observation.Value && suspect.Factor > 1 + observation.Tolerance && Math.Abs(suspect.Real - suspect.Simulated) > CheckTolerance.CountSlack).OrderByDescending(suspect => suspect.Factor).FirstOrDefault() is { } worst
            ? $"most off at this point is {worst.Component}: {worst.Metric} {Figure(worst.Simulated)} simulated, {Figure(worst.Real)} measured"
            : null;

    private static string Figure(double value) => value.ToString("0.####", CultureInfo.InvariantCulture) is var text && text.Length <= 7 ? text : value.ToString("G4", CultureInfo.InvariantCulture);

    private static string Percent(double value) => string.Create(CultureInfo.InvariantCulture, $"{value * 100:0.#} %");
}
