using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>A bucket of the semaphore table (semaRoot, sema.go): one lock for all addresses that fall into it.</summary>
/// <param name="Line">The line of its lock.</param>
internal sealed record SemaphoreRoot(CacheLine Line)
{
    /// <summary>Waiters of all its addresses (nwait): where it is zero a release takes no lock.</summary>
    internal int Waiters { get; set; }
}
