namespace GmpSim.Engine;

/// <summary>The simulated world cannot go on as the scenario asks: a mistake of the scenario that shows only when it runs.</summary>
public abstract class UnrunnableException : Exception
{
    /// <summary>Creates the exception with a message that tells the user what to change.</summary>
    protected UnrunnableException(string message)
        : base(message)
    {
    }
}
