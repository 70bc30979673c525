using GmpSim.Engine;
using GmpSim.GoRuntime;

namespace GmpSim.Load;

/// <summary>Closes a connection that has been idle for too long, in a goroutine of its own (time.AfterFunc with persistConn.closeConnIfStillIdle).</summary>
internal sealed class IdleTimer(GoProcess process, Transport transport, DialledConnection connection) : RuntimeTimer, IGoroutineBody
{
    /// <inheritdoc/>
    public async Process<RunOutcome> Run(WorkerThread m, Goroutine g)
    {
        if (connection.IsIdle && !IsSet)
        {
            transport.Remove(connection);
            await transport.Close(m, connection);
        }

        await m.Thread.Settle();
        return RunOutcome.Exited;
    }

    /// <inheritdoc/>
    protected override void Fire(WorkerThread m) => process.Spawn(m, this);
}
