using GmpSim.Engine;

namespace GmpSim.Load;

/// <summary>A program does what makes no sense where it stands, which only shows when it runs.</summary>
public sealed class ProgramException : UnrunnableException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="program">Name of the program.</param>
    /// <param name="what">What it does, as the rest of a sentence.</param>
    /// <param name="at">When.</param>
    public ProgramException(string program, string what, SimTime at)
        : base($"Program '{program}' {what} (at {at}).")
    {
    }
}
