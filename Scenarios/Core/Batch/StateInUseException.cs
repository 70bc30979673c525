namespace GmpSim.Scenarios.Batch;

/// <summary>Another process is writing to the same output folder.</summary>
public sealed class StateInUseException : IOException
{
    /// <summary>Names the folder.</summary>
    public StateInUseException(string folder)
        : base($"'{folder}' is being written by another run; give this one a folder of its own with --out")
    {
    }
}
