namespace GmpSim.Machine;

/// <summary>What a core's time is used for. Every instant in which a core has something to do belongs to exactly one; the rest of its time is idle.</summary>
public enum CpuUse
{
    /// <summary>User mode: the program's own computing.</summary>
    Program,

    /// <summary>User mode: the language runtime, such as Go's scheduler, timers, channels and garbage collector.</summary>
    Runtime,

    /// <summary>Waiting for a cache line that another core holds or for what the core's own caches lack, or an atomic operation on a line, in user or kernel mode.</summary>
    LineWait,

    /// <summary>In either mode: what work took longer because the other hardware thread of the core was busy.</summary>
    Sibling,

    /// <summary>Kernel mode on behalf of the thread: system calls, wake-ups, signals; on loopback the receiver's protocol work too.</summary>
    Kernel,

    /// <summary>Kernel mode on nobody's behalf: interrupts and softirqs.</summary>
    Interrupt,

    /// <summary>Kernel mode: choosing the next thread, pulling it from another core, switching to it.</summary>
    Switch,

    /// <summary>Not used at all: the host of the virtual machine ran something else while there was something to do here.</summary>
    Steal,
}
