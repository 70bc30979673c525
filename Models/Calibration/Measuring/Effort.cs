namespace GmpSim.Calibration.Measuring;

/// <summary>How long to measure.</summary>
/// <param name="Rounds">Rounds over all probes; each probe measures once a round, so that its rounds are spread over the whole run.</param>
/// <param name="Blocks">Blocks a parameter and round.</param>
/// <param name="Samples">Single wake-ups and the like a parameter and round.</param>
/// <param name="SampleTime">The most time that samples of one parameter may take in a round, in nanoseconds.</param>
/// <param name="TimeLimit">No round is begun that would probably end after that, in nanoseconds; three rounds are made in any case.</param>
internal sealed record Effort(int Rounds, int Blocks, int Samples, long SampleTime, long TimeLimit)
{
    /// <summary>Two to four minutes.</summary>
    internal static readonly Effort Full = new(12, 25, 500, 400_000_000, 270_000_000_000);

    /// <summary>Ten to twenty seconds.</summary>
    internal static readonly Effort Quick = new(6, 10, 100, 60_000_000, 40_000_000_000);
}
