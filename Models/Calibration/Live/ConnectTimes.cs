using System.Runtime.InteropServices;

namespace GmpSim.Calibration.Live;

/// <summary>When each client had connected, by its port: the one thing that both ends know.</summary>
internal sealed unsafe class ConnectTimes : IDisposable
{
    private const int Ports = 1 << 16;
    private readonly long* _times = (long*)NativeMemory.AllocZeroed(Ports, sizeof(long));

    /// <summary>A connect has returned; 0 for a connection that is over.</summary>
    internal void Set(int port, long at) => Volatile.Write(ref _times[port], at);

    /// <summary>Time since then; 0 when accept was faster than connect's return.</summary>
    internal long Since(int port, long now)
    {
        var at = Volatile.Read(ref _times[port]);
        return at == 0 ? 0 : Math.Max(0, now - at);
    }

    public void Dispose() => NativeMemory.Free(_times);
}
