namespace GmpSim.Calibration.Live;

/// <summary>Times of arrival.</summary>
public enum LiveArrivals
{
    /// <summary>Random, independent of each other.</summary>
    Poisson,

    /// <summary>Evenly spaced.</summary>
    Uniform,

    /// <summary>In bursts, which come at random times.</summary>
    Bursty,
}
