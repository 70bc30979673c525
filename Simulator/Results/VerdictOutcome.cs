namespace GmpSim.Results;

/// <summary>How a claim fared against the results.</summary>
public enum VerdictOutcome
{
    /// <summary>The whole interval lies where the claim says.</summary>
    Reproduced,

    /// <summary>The change goes the claimed way, but is surely not of the claimed size.</summary>
    DirectionOnly,

    /// <summary>The whole interval lies where the claim says it does not.</summary>
    NotReproduced,

    /// <summary>The results cannot tell: a metric is missing, the interval is too wide, or there are too few replications.</summary>
    Undecided,
}
