using System.Runtime.InteropServices;

namespace GmpSim.Calibration.Live;

/// <summary>When each connection could be accepted, by the client's port: the one thing that both ends know.</summary>
/// <remarks>
/// Within the client's connect the kernel completes the handshake and wakes whoever sleeps in accept; nobody in user mode sees when. Taken is, as for writes, the beginning of the
/// call and the shortest time that any has needed so far: one that woke nobody, or hardly. The port is known only when connect has returned, so whoever accepts asks when the first request
/// has come over the connection.
/// </remarks>
internal sealed unsafe class ConnectTimes : IDisposable
{
    private const int Ports = 1 << 16;
    private readonly long* _begun = (long*)NativeMemory.AllocZeroed(Ports, sizeof(long));
    private long _shortest;

    /// <summary>A connect has returned.</summary>
    /// <param name="port">The client's port.</param>
    /// <param name="begin">When the call began [ns].</param>
    /// <param name="end">When it returned [ns].</param>
    internal void Set(int port, long begin, long end)
    {
        var shortest = Volatile.Read(ref _shortest);
        if (shortest == 0 || end - begin < shortest) Volatile.Write(ref _shortest, end - begin); // of several clients any may win
        Volatile.Write(ref _begun[port], begin);
    }

    /// <summary>The connection is over.</summary>
    internal void Clear(int port) => Volatile.Write(ref _begun[port], 0);

    /// <summary>Time since it could be accepted [ns], not below 0; 0 for a port that nobody has told of.</summary>
    internal long SinceReady(int port, long now)
    {
        var begun = Volatile.Read(ref _begun[port]);
        return begun == 0 ? 0 : Math.Max(0, now - begun - Volatile.Read(ref _shortest));
    }

    public void Dispose() => NativeMemory.Free(_begun);
}
