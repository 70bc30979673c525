namespace GmpSim.Calibration.Live;

/// <summary>What the threads of a run look at now and then: whether figures count, and whether it is over.</summary>
internal sealed class LiveWindow
{
    private volatile bool _isMeasuring;
    private volatile bool _isOver;

    /// <summary>Whether the warm-up is over: what ends from now on counts.</summary>
    internal bool IsMeasuring => _isMeasuring;

    /// <summary>Whether every thread is to end.</summary>
    internal bool IsOver => _isOver;

    internal void Open() => _isMeasuring = true;

    internal void Close() => _isMeasuring = false;

    internal void End() => _isOver = true;
}
