namespace GmpSim.GoRuntime;

/// <summary>What a P marks as (gcMarkWorkerMode).</summary>
public enum MarkWorkerMode : byte
{
    /// <summary>It runs no mark worker.</summary>
    None,

    /// <summary>Marks until there is nothing left; the P is lost to the program for that time.</summary>
    Dedicated,

    /// <summary>Marks until its P has given its share of the phase.</summary>
    Fractional,

    /// <summary>Marks because there is nothing else to do.</summary>
    Idle,
}
