namespace GmpSim.Results;

/// <summary>How well one model fares over all its checks.</summary>
/// <remarks>
/// Realism is 100 times the mean over the decided checks of 1 − e / 2t, not below 0, with e the error and t the tolerance: 100 is what was measured, 50 on average at the
/// tolerance, 0 at twice the tolerance or beyond. A sign counts 100 or 0. Undecided checks do not count.
/// </remarks>
/// <param name="Model">The model.</param>
/// <param name="Realism">0 to 100; <see langword="null"/> when no check could be decided.</param>
/// <param name="RealismLow">The lowest realism that a single real repeat gives when it stands for all.</param>
/// <param name="RealismHigh">The highest one.</param>
/// <param name="Passed">Checks inside their tolerance.</param>
/// <param name="Warned">Checks outside, but within the noise of this machine.</param>
/// <param name="Failed">Checks surely outside.</param>
/// <param name="Undecided">Checks that this machine cannot decide.</param>
/// <param name="Weakest">What is off most among the failed checks, or among those with a warning where none failed, in a sentence; empty where all passed.</param>
public sealed record ModelScore(string Model, double? Realism, double? RealismLow, double? RealismHigh, int Passed, int Warned, int Failed, int Undecided, string Weakest)
{
    /// <summary>The verdict on the model: as its worst check, and undecided when nothing could be decided.</summary>
    public CheckOutcome Outcome
    {
        get
        {
            if (Failed > 0) return CheckOutcome.Fail;
            if (Warned > 0) return CheckOutcome.Warn;
            return Passed > 0 ? CheckOutcome.Pass : CheckOutcome.Undecided;
        }
    }
}
