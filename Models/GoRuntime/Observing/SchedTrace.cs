using System.Text;
using GmpSim.Engine;

namespace GmpSim.GoRuntime;

/// <summary>What <c>GODEBUG=schedtrace=N</c> and <c>scheddetail=1</c> print, from a simulated process and in the layout of its Go version.</summary>
/// <remarks>
/// sysmon prints when it is awake and a line is due, so lines come late by up to its sleep of 10 ms; the first one comes with its
/// first round. In real Go the option also keeps sysmon from sleeping deeply, and printing costs time. Here looking
/// changes nothing: sysmon sleeps as it would without, and while it does, lines are taken at the instant they are due (<see cref="SampleWhileNobodyLooks"/>).
/// </remarks>
public sealed class SchedTrace
{
    private readonly GoProcess _process;
    private readonly SimDuration _period;
    private readonly SchedTraceText _text;
    private readonly StringBuilder _lines = new();
    private SimTime? _first;

    /// <summary>Begins to watch a process that has not been started.</summary>
    /// <param name="process">The process.</param>
    /// <param name="period">Shortest time from line to line, above zero.</param>
    /// <param name="detail">Whether every P, M and G is listed, too.</param>
    public SchedTrace(GoProcess process, SimDuration period, bool detail)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(period, SimDuration.Zero);
        _process = process;
        _period = period;
        _text = new(process, detail);
        process.SchedTrace = this;
    }

    /// <summary>When the next line is due.</summary>
    public SimTime NextDue { get; private set; }

    /// <summary>Everything printed so far; lines end with LF.</summary>
    public override string ToString() => _lines.ToString();

    /// <summary>sysmon has ended a round.</summary>
    internal void OnSysmonRound(SimTime at)
    {
        if (at >= NextDue) Print(at);
    }

    /// <summary>To be called when simulated time has come to <see cref="NextDue"/>: prints at once if sysmon would not do so soon.</summary>
    public void SampleWhileNobodyLooks()
    {
        var now = _process.Now;
        if (now < NextDue || (_process.Options.Sysmon && !_process.Sysmon.SleepsDeeply)) return;
        Print(now);
    }

    private void Print(SimTime at)
    {
        _first ??= at;
        _text.Append(_lines, at - _first.Value);
        NextDue = at + _period;
    }
}
