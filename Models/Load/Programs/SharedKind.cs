namespace GmpSim.Load;

/// <summary>Kinds of things that the goroutines of a process share by name.</summary>
public enum SharedKind
{
    /// <summary>A sync.Mutex.</summary>
    Mutex,

    /// <summary>A sync.RWMutex.</summary>
    RWMutex,

    /// <summary>A pool or semaphore.</summary>
    Pool,

    /// <summary>Channels: one for each position of a ring, number 0 for everybody.</summary>
    Channel,

    /// <summary>A sync.WaitGroup.</summary>
    WaitGroup,

    /// <summary>Memory of which single fields are touched.</summary>
    CacheLine,

    /// <summary>Memory of which random parts are touched.</summary>
    Memory,

    /// <summary>A listening socket of the process, or a service elsewhere.</summary>
    Service,

    /// <summary>A mark for the trace.</summary>
    Mark,
}
