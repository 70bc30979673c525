namespace GmpSim.Cli;

/// <summary>How the process ends.</summary>
public static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Done, but an expectation failed under <c>--strict</c>, or a check failed.</summary>
    public const int ClaimFailed = 1;

    /// <summary>Bad input: nothing was written.</summary>
    public const int BadInput = 2;

    /// <summary>A mistake in the simulator.</summary>
    public const int InternalError = 3;

    /// <summary>Interrupted: what had ended is on disk.</summary>
    public const int Interrupted = 130;
}
