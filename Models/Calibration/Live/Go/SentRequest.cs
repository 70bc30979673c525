namespace GmpSim.Calibration.Live.Go;

/// <summary>What the server is to know of the last request of a connection: a real one would say so in its header. Its client and the server's goroutine share it.</summary>
/// <remarks>Written before the request is sent, and so visible to whoever has read a byte of it.</remarks>
internal sealed class SentRequest
{
    private int _bytes = 1; // before the first: one read, which finds nothing
    private long _serviceNs;

    /// <summary>Bytes of the request.</summary>
    internal int Bytes => Volatile.Read(ref _bytes);

    /// <summary>CPU time that the recording has for it [ns].</summary>
    internal long ServiceNs => Volatile.Read(ref _serviceNs);

    /// <summary>The client is about to send it.</summary>
    internal void Set(int bytes, long serviceNs)
    {
        Volatile.Write(ref _serviceNs, serviceNs);
        Volatile.Write(ref _bytes, bytes);
    }
}
