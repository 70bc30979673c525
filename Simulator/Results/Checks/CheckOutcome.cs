namespace GmpSim.Results;

/// <summary>How a simulated figure fared against real runs.</summary>
public enum CheckOutcome
{
    /// <summary>They differ by no more than the tolerance.</summary>
    Pass,

    /// <summary>They differ by more, but real runs differ so much among themselves that some agree with the simulation.</summary>
    Warn,

    /// <summary>They differ by more than the tolerance, whichever real run one believes.</summary>
    Fail,

    /// <summary>Real runs differ among themselves by more than the tolerance: this machine cannot tell.</summary>
    Undecided,
}
