using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>The poll state of one descriptor (pollDesc): a semaphore for each direction, deadlines, and where it is registered.</summary>
/// <remarks>Descriptors are recycled (pollcache); the registration is new each time, which is how an event of the one before is told apart (fdseq).</remarks>
public sealed class PollDesc
{
    private PollSemaphore _read;
    private PollSemaphore _write;

    internal PollDesc(CacheLine line) => Line = line;

    /// <summary>The socket or listener.</summary>
    public Pollable Descriptor { get; private set; } = null!;

    /// <summary>The goroutine parked to read, if any; at most one.</summary>
    public Goroutine? Waiter => _read.Waiter;

    /// <summary>The goroutine parked to write, if any; at most one.</summary>
    public Goroutine? WriteWaiter => _write.Waiter;

    /// <summary>Whether it has been closed.</summary>
    public bool IsClosing { get; internal set; }

    /// <summary>Whether the poller saw an error and nothing else (pollEventErr).</summary>
    internal bool HasEventError { get; set; }

    internal CacheLine Line { get; }

    internal PollInstance? Instance { get; set; }

    internal EpollItem Item { get; private set; } = null!;

    /// <summary>Deadlines and their timers; <see langword="null"/> until one is set.</summary>
    internal PollDeadlines? Deadlines { get; set; }

    /// <summary>Keeps goroutines that use the descriptor at the same time apart; <see langword="null"/> until somebody locks it.</summary>
    internal FdMutex? Mutex { get; set; }

    /// <summary>The P on which its reader parked; only pollers without re-binding look at it.</summary>
    internal int ParkedOn { get; set; } = -1;

    /// <summary>Whether a poller with an instance for each P has it in its list.</summary>
    internal bool IsListed { get; set; }

    internal ref PollSemaphore Semaphore(PollMode mode)
    {
        if (mode == PollMode.Read) return ref _read;
        return ref _write;
    }

    /// <summary>netpollcheckerr: why a wait in this direction has no sense.</summary>
    public PollError Check(PollMode mode)
    {
        if (IsClosing) return PollError.Closing;
        if (Deadlines?.HasPassed(mode) == true) return PollError.Timeout;
        return mode == PollMode.Read && HasEventError ? PollError.NotPollable : PollError.None;
    }

    /// <summary>pollOpen: becomes the state of a new descriptor.</summary>
    internal void Begin(Pollable descriptor, EpollTrigger trigger, PollMask interest)
    {
        if (!_read.IsNil && !_read.IsReady) throw new InvalidOperationException("runtime: blocked read on free polldesc");
        if (!_write.IsNil && !_write.IsReady) throw new InvalidOperationException("runtime: blocked write on free polldesc");
        Descriptor = descriptor;
        Item = new(descriptor, this, trigger, interest);
        Instance = null;
        IsClosing = false;
        HasEventError = false;
        ParkedOn = -1;
        _read.Reset();
        _write.Reset();
    }
}
