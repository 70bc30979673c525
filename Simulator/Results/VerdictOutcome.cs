namespace GmpSim.Results;

/// <summary>How a claim fared against the results.</summary>
public enum VerdictOutcome
{
    /// <summary>The results agree with the claim.</summary>
    Holds,

    /// <summary>The results contradict the claim.</summary>
    Fails,

    /// <summary>The results cannot tell: a metric is missing, or the interval is too wide.</summary>
    Undecided,
}
