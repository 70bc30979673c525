using GmpSim.Engine;
using GmpSim.GoRuntime;

namespace GmpSim.Load;

/// <summary>What an accept loop of a Go server does when the process has no descriptor left (EMFILE): it writes a line to its log and sleeps 5 ms, each time twice as long as before, 1 s at most.</summary>
/// <remarks>
/// Source: Server.Serve, net/http/server.go (temporary errors of Accept). The first accept that succeeds makes the next failure sleep 5 ms again. accept4 takes a
/// descriptor before it looks at the queue, so the loop fails and sleeps at the limit whether a connection is waiting or not.
/// </remarks>
internal sealed class AcceptBackoff
{
    private static readonly SimDuration s_first = SimDuration.FromMilliseconds(5);
    private static readonly SimDuration s_longest = SimDuration.FromSeconds(1);

    private SimDuration _last;

    /// <summary>An accept has succeeded.</summary>
    internal void Reset() => _last = SimDuration.Zero;

    /// <summary>An accept has failed: the goroutine pays for the call and for the line in the log, and sleeps.</summary>
    internal void Sleep(GoProcess process, WorkerThread m, Goroutine g)
    {
        process.NonBlockingSyscall(m);
        process.NonBlockingSyscall(m);
        m.Thread.CallKernel(process.Host.Costs.Syscall);
        _last = _last == SimDuration.Zero ? s_first : SimDuration.Min(_last * 2, s_longest);
        process.ParkForSleep(m, g, _last);
    }
}
