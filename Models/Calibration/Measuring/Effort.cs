namespace GmpSim.Calibration.Measuring;

/// <summary>How long to measure.</summary>
/// <param name="Rounds">Rounds over all probes; each probe measures once a round, so that its rounds are spread over the whole run.</param>
/// <param name="Blocks">Blocks a parameter and round.</param>
/// <param name="Samples">Single wake-ups and the like a parameter and round.</param>
/// <param name="SampleTime">The most time that samples of one parameter may take in a round, in nanoseconds.</param>
internal sealed record Effort(int Rounds, int Blocks, int Samples, long SampleTime)
{
    /// <summary>Three to four minutes.</summary>
    internal static readonly Effort Full = new(9, 25, 400, 250_000_000);

    /// <summary>Some twenty seconds.</summary>
    internal static readonly Effort Quick = new(5, 10, 60, 40_000_000);
}
