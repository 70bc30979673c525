namespace GmpSim.Machine;

/// <summary>How caches keep a line coherent: what becomes of a modified line when another core reads it.</summary>
public enum CoherenceProtocol
{
    /// <summary>Modified, exclusive, shared, invalid: the line is written back and both share a clean copy. Intel's MESIF and Arm's clean sharing behave alike here.</summary>
    Mesi,

    /// <summary>With a state owned: the writer keeps the modified line and supplies it to readers, without a write-back. AMD.</summary>
    Moesi,
}
