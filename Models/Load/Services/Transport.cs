using GmpSim.Engine;
using GmpSim.GoRuntime;

namespace GmpSim.Load;

/// <summary>The idle connections that the programs of a process keep for their next calls, as Go's http.Transport does.</summary>
/// <remarks>
/// Source: tryPutIdleConn, queueForIdleConn and closeConnIfStillIdle, net/http/transport.go. The connection that was given back last is taken first. One whose
/// service has closed it meanwhile is not taken. Left out: a goroutine that has begun to dial does not change over to a connection that becomes idle meanwhile. Connections can be kept in a <see cref="SyncPool"/> instead.
/// </remarks>
internal sealed class Transport(GoProcess process)
{
    private DialledConnection? _oldest;
    private DialledConnection? _newest;

    /// <summary>Idle connections.</summary>
    internal int IdleCount { get; private set; }

    /// <summary>Calls of programs: requests written to connections that they have dialled.</summary>
    internal long Calls { get; private set; }

    /// <summary>Of <see cref="Calls"/>, those over a connection that had carried one before.</summary>
    internal long ReusedCalls { get; private set; }

    /// <summary>A request is written to a connection.</summary>
    internal void CountCall(DialledConnection connection)
    {
        Calls++;
        if (connection.HasCarriedCalls) ReusedCalls++;
        connection.HasCarriedCalls = true;
    }

    /// <summary>Calls of Dial that have led to a connection.</summary>
    internal long Dials { get; private set; }

    /// <summary>How long these took, together.</summary>
    internal SimDuration DialTime { get; private set; }

    /// <summary>A connection has been made.</summary>
    internal void CountDial(SimDuration time)
    {
        Dials++;
        DialTime += time;
    }

    /// <summary>Takes an idle connection to a service, if there is one that is still open.</summary>
    /// <param name="m">The M of the goroutine that asks.</param>
    /// <param name="service">The service.</param>
    /// <param name="limits">Where it keeps them.</param>
    /// <returns>The connection, or one that has ended and has to be closed by the caller; <see langword="null"/> for none.</returns>
    internal DialledConnection? Take(WorkerThread m, Service service, IdleLimits limits)
    {
        if (limits.IsByP)
        {
            var kept = service.ByP.Get(m.P!.Id, process.Processors.Count);
            CloseDropped(m, service.ByP);
            return kept;
        }

        if (service.IdleCount == 0) return null;
        for (var connection = _newest; connection is not null; connection = connection.OlderIdle)
        {
            if (!ReferenceEquals(connection.Service, service)) continue;
            Remove(connection);
            process.Timers.Stop(m, connection.IdleTimer!);
            return connection;
        }

        return null;
    }

    /// <summary>Keeps a connection that is not needed at the moment, if the limits allow it.</summary>
    /// <param name="m">The M of the goroutine that gives it back.</param>
    /// <param name="connection">The connection; all its calls have been answered.</param>
    /// <param name="limits">The limits.</param>
    /// <returns>The connection that has to be closed for it: itself, the oldest one, or <see langword="null"/>.</returns>
    internal DialledConnection? Put(WorkerThread m, DialledConnection connection, IdleLimits limits)
    {
        if (limits.IsByP)
        {
            connection.Service.ByP.Put(m.P!.Id, process.Processors.Count, connection);
            CloseDropped(m, connection.Service.ByP);
            return null;
        }

        if (connection.Service.IdleCount >= limits.PerHost) return connection;
        connection.OlderIdle = _newest;
        if (_newest is null) _oldest = connection;
        else _newest.NewerIdle = connection;
        _newest = connection;
        IdleCount++;
        connection.Service.IdleCount++;
        connection.IsIdle = true;
        connection.IdleTimer ??= new(process, this, connection);
        process.Timers.Start(m, connection.IdleTimer, m.Thread.LocalNow + limits.Timeout);
        if (limits.InAll == 0 || IdleCount <= limits.InAll) return null;
        var oldest = _oldest!;
        Remove(oldest);
        process.Timers.Stop(m, oldest.IdleTimer!);
        return oldest;
    }

    /// <summary>An idle connection is idle no more.</summary>
    internal void Remove(DialledConnection connection)
    {
        if (connection.OlderIdle is { } older) older.NewerIdle = connection.NewerIdle;
        else _oldest = connection.NewerIdle;
        if (connection.NewerIdle is { } newer) newer.OlderIdle = connection.OlderIdle;
        else _newest = connection.OlderIdle;
        connection.OlderIdle = connection.NewerIdle = null;
        connection.IsIdle = false;
        connection.Service.IdleCount--;
        IdleCount--;
    }

    /// <summary>net.Conn.Close of a connection that was dialled.</summary>
    internal async Process Close(WorkerThread m, DialledConnection connection)
    {
        await ServerConnection.Close(process, m, connection.Socket, connection.PollDesc!);
        connection.Service.Closed(connection);
    }

    private void CloseDropped(WorkerThread m, SyncPool pool)
    {
        if (pool.DroppedCount == 0 || pool.HasFinalizer) return;
        pool.HasFinalizer = true;
        process.Spawn(m, new Finalizer(this, pool));
    }
}
