namespace GmpSim.GoRuntime;

/// <summary>What has come of taking an item from a <see cref="Pool"/>.</summary>
public enum PoolOutcome
{
    /// <summary>The goroutine has an item.</summary>
    Taken,

    /// <summary>The goroutine is parked until there is one, or until it has waited long enough.</summary>
    Parked,

    /// <summary>The goroutine has waited as long as it will, and has none.</summary>
    TimedOut,
}
