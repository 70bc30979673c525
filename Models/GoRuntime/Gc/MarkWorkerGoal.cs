namespace GmpSim.GoRuntime;

/// <summary>How many Ps mark in the background: a quarter of them (gcBackgroundUtilization, startCycle in mgcpacer.go).</summary>
/// <param name="Dedicated">Ps that do nothing else.</param>
/// <param name="FractionalPerP">Share of its time that every other P gives, where whole Ps miss the quarter by more than 30 %.</param>
public readonly record struct MarkWorkerGoal(int Dedicated, double FractionalPerP)
{
    private const double BackgroundUtilization = 0.25;
    private const double MostError = 0.3;

    /// <summary>The goal for a number of Ps, at least 1. The same in every Go version.</summary>
    public static MarkWorkerGoal For(int gomaxprocs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(gomaxprocs, 1);
        var goal = gomaxprocs * BackgroundUtilization;
        var dedicated = (int)(goal + 0.5);
        var error = (dedicated / goal) - 1;
        if (error is >= -MostError and <= MostError) return new(dedicated, 0);
        if (dedicated > goal) dedicated--;
        return new(dedicated, (goal - dedicated) / gomaxprocs);
    }
}
