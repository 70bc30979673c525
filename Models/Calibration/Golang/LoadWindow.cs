namespace GmpSim.Calibration.Golang;

/// <summary>When responses count; set by the thread that measures, read by those that generate load.</summary>
internal sealed class LoadWindow
{
    private long _from = long.MaxValue;
    private long _to = long.MaxValue;
    private volatile bool _over;

    /// <summary>Whether the threads are to end.</summary>
    internal bool IsOver => _over;

    /// <summary>Responses count from then on [ns].</summary>
    internal void Open(long now) => Volatile.Write(ref _from, now);

    /// <summary>Responses count no longer.</summary>
    internal void Close(long now) => Volatile.Write(ref _to, now);

    /// <summary>Ends the load.</summary>
    internal void End() => _over = true;

    /// <summary>Whether a response of that time counts.</summary>
    internal bool Contains(long time) => time >= Volatile.Read(ref _from) && time < Volatile.Read(ref _to);
}
