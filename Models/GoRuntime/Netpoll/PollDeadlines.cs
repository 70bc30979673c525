using GmpSim.Engine;

namespace GmpSim.GoRuntime;

/// <summary>The deadlines of one descriptor and the timers that end waits at them (rd, wd, rt, wt of pollDesc).</summary>
/// <remarks>
/// netpoll.go, poll_runtime_pollSetDeadline and netpolldeadlineimpl, every version. When both directions have the same deadline
/// one timer serves both. Go numbers the settings (rseq, wseq) so that a firing which is overtaken by another setting does nothing; here nothing
/// happens while a deadline is being set, so a timer that was moved or stopped never fires for the old time.
/// </remarks>
internal sealed class PollDeadlines(GoProcess process, PollDesc pd)
{
    private readonly DeadlineTimer _readTimer = new(pd, PollMode.Read);
    private readonly DeadlineTimer _writeTimer = new(pd, PollMode.Write);
    private SimTime _read = SimTime.MaxValue;
    private SimTime _write = SimTime.MaxValue;
    private bool _readPassed;
    private bool _writePassed;

    private bool IsShared => _read != SimTime.MaxValue && _read == _write && !_readPassed && !_writePassed;

    /// <summary>Whether the deadline of a direction has passed (rd or wd below zero).</summary>
    internal bool HasPassed(PollMode mode) => mode == PollMode.Read ? _readPassed : _writePassed;

    /// <summary>Sets the deadline of one direction or of both.</summary>
    /// <param name="m">The M of the goroutine that sets it.</param>
    /// <param name="read">Whether it concerns reading.</param>
    /// <param name="write">Whether it concerns writing.</param>
    /// <param name="at">When; <see cref="SimTime.MaxValue"/> for never. A time that has passed ends waits at once.</param>
    internal void Set(WorkerThread m, bool read, bool write, SimTime at)
    {
        var passed = at != SimTime.MaxValue && at <= m.Thread.LocalNow;
        var wasShared = IsShared;
        var (oldRead, oldWrite) = (_readPassed ? SimTime.Zero : _read, _writePassed ? SimTime.Zero : _write);
        if (read) (_read, _readPassed) = (at, passed);
        if (write) (_write, _writePassed) = (at, passed);

        var combinationChanged = wasShared != IsShared;
        if (combinationChanged || oldRead != (_readPassed ? SimTime.Zero : _read)) Arm(m, _readTimer, _readPassed ? SimTime.MaxValue : _read, IsShared);
        if (combinationChanged || oldWrite != (_writePassed ? SimTime.Zero : _write)) Arm(m, _writeTimer, _writePassed || IsShared ? SimTime.MaxValue : _write, serves: false);
        if (!passed) return;
        if (read) process.Netpoller.ReadyBy(m, pd, PollMode.Read);
        if (write) process.Netpoller.ReadyBy(m, pd, PollMode.Write);
    }

    /// <summary>The descriptor is closed: what fires from here on does nothing.</summary>
    internal void Stop(WorkerThread m)
    {
        Arm(m, _readTimer, SimTime.MaxValue, serves: false);
        Arm(m, _writeTimer, SimTime.MaxValue, serves: false);
        (_read, _write, _readPassed, _writePassed) = (SimTime.MaxValue, SimTime.MaxValue, false, false);
    }

    /// <summary>netpolldeadlineimpl: the time of a direction, or of both, has come.</summary>
    private void Expire(WorkerThread m, bool read, bool write)
    {
        if (read) _readPassed = true;
        if (write) _writePassed = true;
        if (read) process.Netpoller.ReadyBy(m, pd, PollMode.Read);
        if (write) process.Netpoller.ReadyBy(m, pd, PollMode.Write);
    }

    private void Arm(WorkerThread m, DeadlineTimer timer, SimTime at, bool serves)
    {
        timer.ServesBoth = serves;
        if (at != SimTime.MaxValue) process.Timers.Reset(m, timer, at);
        else if (timer.IsSet) process.Timers.Stop(m, timer);
    }

    /// <summary>rt or wt.</summary>
    private sealed class DeadlineTimer(PollDesc pd, PollMode mode) : RuntimeTimer
    {
        /// <summary>Whether it ends waits of both directions.</summary>
        internal bool ServesBoth { get; set; }

        /// <inheritdoc/>
        protected internal override void Fire(WorkerThread m) =>
            pd.Deadlines!.Expire(m, mode == PollMode.Read || ServesBoth, mode == PollMode.Write || ServesBoth);
    }
}
