namespace GmpSim.Scenarios.Diagnostics;

/// <summary>How grave a problem of a file is.</summary>
public enum Severity
{
    /// <summary>The file can be used; something in it is probably not meant.</summary>
    Warning,

    /// <summary>The file cannot be used.</summary>
    Error,
}
