namespace GmpSim.Calibration.Measuring;

/// <summary>How much of the machine other programs use while this one measures.</summary>
public sealed class OthersWatch
{
    /// <summary>Beyond this share of all CPU time a measurement says more about the neighbours than about the machine.</summary>
    public const double Most = 0.05;

    private readonly StealClock _machine = StealClock.Now();
    private readonly TimeSpan _own = Environment.CpuUsage.TotalTime;
    private readonly long _began = Environment.TickCount64;

    private OthersWatch()
    {
    }

    /// <summary>Begins to watch.</summary>
    public static OthersWatch Start() => new();

    /// <summary>The share of all CPU time since then, 0 to 1, in which something ran that was not this process.</summary>
    public double Share()
    {
        var wall = (Environment.TickCount64 - _began) / 1000.0;
        if (wall <= 0) return 0;
        var own = (Environment.CpuUsage.TotalTime - _own).TotalSeconds / (wall * Environment.ProcessorCount);
        return Math.Clamp(StealClock.Now().BusyShareSince(_machine) - own, 0, 1);
    }

    /// <summary>What to tell the user about a share; <see langword="null"/> for a quiet machine.</summary>
    /// <param name="share">The share, 0 to 1.</param>
    /// <param name="what">What was done meanwhile, as in "measuring".</param>
    public static string? Warning(double share, string what) =>
        share > Most ? $"other programs used {share:P0} of the CPUs while {what}: repeat it on an idle machine before you rely on it" : null;
}
