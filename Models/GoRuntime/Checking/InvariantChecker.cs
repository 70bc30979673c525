using GmpSim.Engine;
using GmpSim.Machine;
using ThreadState = GmpSim.Machine.ThreadState;

namespace GmpSim.GoRuntime;

/// <summary>Checks between events that the scheduler's state is one that Go allows; costs nothing where it is not attached.</summary>
/// <remarks>
/// Attach it before the first event: it also watches descriptors from their opening. Between two events no code is half way
/// through a step, so what the Go source calls "in hand" does not occur here, and the rules hold exactly.
/// Work conservation is judged only at the end of an instant, when the clock is about to move.
/// Not checked: stop-the-world, garbage collection, system calls that block, locked goroutines (not modelled).
/// </remarks>
public sealed class InvariantChecker : IEventObserver
{
    private readonly GoProcess _process;
    private readonly int _everyEvents;
    private readonly List<PollDesc> _descriptors;
    private readonly HashSet<Goroutine> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly uint[] _ticks;
    private long _executions;
    private SimTime _previous;

    /// <summary>Prepares to check one process.</summary>
    /// <param name="process">The process, before its first event.</param>
    /// <param name="everyEvents">Check before every n-th event, n at least 1; the end of an instant only when it falls on one.</param>
    public InvariantChecker(GoProcess process, int everyEvents = 1)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentOutOfRangeException.ThrowIfLessThan(everyEvents, 1);
        _process = process;
        _everyEvents = everyEvents;
        _ticks = new uint[process.AllP.Length];
        _descriptors = process.WatchedDescriptors ??= [];
    }

    /// <summary>How often the state has been checked.</summary>
    public long Checks { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="InvariantViolationException">An invariant does not hold.</exception>
    public void OnEvent(Simulation simulation, in SimEvent occurrence)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        var endsInstant = occurrence.At > _previous;
        if (occurrence.At < _previous) throw new InvariantViolationException($"time runs backwards, from {_previous} to {occurrence.At} (seed {simulation.Seed})");
        var reached = _previous;
        _previous = occurrence.At;
        if (simulation.EventCount % _everyEvents != 0) return;

        try
        {
            Check(endsInstant);
        }
        catch (InvariantViolationException violation)
        {
            throw new InvariantViolationException(
                $"{violation.Message}; seen at {reached}, before event {simulation.EventCount} (code {occurrence.Code} for {simulation.NameOf(occurrence.Receiver)}), seed {simulation.Seed}",
                violation);
        }
    }

    /// <summary>Checks the state as it is now.</summary>
    /// <param name="atEndOfInstant">Whether nothing more happens at this instant: then idle Ps beside waiting work are an error.</param>
    /// <exception cref="InvariantViolationException">An invariant does not hold.</exception>
    public void Check(bool atEndOfInstant)
    {
        Checks++;
        _seen.Clear();
        CheckOwnership();
        CheckIdleLists();
        CheckQueues();
        CheckWaiting();
        CheckSpinning();
        CheckPollers();
        CheckTicks();
        if (atEndOfInstant) CheckWorkConservation();
    }

    /// <summary>One P, one M, one running goroutine, and links that agree.</summary>
    private void CheckOwnership()
    {
        var taken = 0;
        foreach (var m in _process.Ms)
        {
            if (m.P is { } p)
            {
                taken++;
                if (!ReferenceEquals(p.M, m)) Fail($"M{m.Id} holds P{p.Id}, which belongs to {NameOf(p.M)}");
                if (m.NextP is { } other) Fail($"M{m.Id} holds P{p.Id} and has been given P{other.Id} too");
            }
            else if (m.NextP is { } next)
            {
                taken++;
                if (next.M is not null || next.IsIdle) Fail($"P{next.Id} is on its way to M{m.Id}, but is idle or belongs to {NameOf(next.M)}");
            }

            if (m.Current is not { } g) continue;
            if (g.Status == GoroutineStatus.Syscall)
            {
                See(g, GoroutineStatus.Syscall, "in a system call"); // its P may be gone
                continue;
            }

            if (m.P is null) Fail($"M{m.Id} runs goroutine {g.Id} without a P");
            See(g, GoroutineStatus.Running, "running");
        }

        foreach (var p in _process.AllP)
        {
            if (p.IsIdle && p.M is not null) Fail($"P{p.Id} is idle and belongs to M{p.M.Id}");
            if (p.M is { } m && !ReferenceEquals(m.P, p)) Fail($"P{p.Id} belongs to M{m.Id}, which does not hold it");
            if ((p.M is not null) != (p.Status == ProcessorStatus.Running)) Fail($"P{p.Id} has status {p.Status} and belongs to {NameOf(p.M)}");
            if (p.Status != ProcessorStatus.Syscall) continue;
            taken++;
            if (_process.Options.Rules.KeepsPInSyscall) Fail($"P{p.Id} has status Syscall, which Go does not use from 1.26 on");
        }

        if (taken + _process.Sched.IdlePs != _process.AllP.Length) Fail($"{taken} Ps taken and {_process.Sched.IdlePs} idle of {_process.AllP.Length}: one is lost or held twice");
    }

    /// <summary>The idle stacks agree with the marks, and what is idle has nothing to do.</summary>
    private void CheckIdleLists()
    {
        var marked = 0;
        foreach (var p in _process.AllP)
        {
            if (!p.IsIdle) continue;
            marked++;
            if (p.RingLength > 0 || p.Runnext is not null) Fail($"P{p.Id} is idle with {p.RingLength} goroutines in its ring and runnext {p.Runnext?.Id}");
        }

        var idle = _process.Sched.IdleStack;
        if (marked != idle.Count) Fail($"{marked} Ps are marked idle, {idle.Count} lie on the idle stack");
        foreach (var p in idle)
        {
            if (!p.IsIdle) Fail($"P{p.Id} lies on the idle stack without its mark");
        }

        foreach (var m in _process.Sched.ParkedMs)
        {
            if (m.P is not null || m.NextP is not null || m.Current is not null) Fail($"M{m.Id} is parked with a P or a goroutine");
        }
    }

    /// <summary>Every runnable goroutine is in exactly one queue.</summary>
    private void CheckQueues()
    {
        var queued = 0L;
        foreach (var p in _process.AllP)
        {
            if (p.RingLength is < 0 or > Processor.QueueCapacity) Fail($"the ring of P{p.Id} has length {p.RingLength}");
            for (var i = 0; i < p.RingLength; i++)
            {
                queued++;
                See(p.Ring[(p.Head + (uint)i) % Processor.QueueCapacity], GoroutineStatus.Runnable, "in a ring");
            }

            if (p.Runnext is not { } next) continue;
            queued++;
            See(next, GoroutineStatus.Runnable, "in a runnext");
        }

        var global = 0;
        for (var g = _process.Sched.GlobalHead; g is not null; g = g.SchedLink)
        {
            See(g, GoroutineStatus.Runnable, "in the global queue");
            global++;
        }

        if (global != _process.Sched.GlobalLength) Fail($"the global queue holds {global} goroutines and counts {_process.Sched.GlobalLength}");
        queued += global;
        if (queued != _process.Counters.Runnable.Level) Fail($"{queued} goroutines lie in queues, {_process.Counters.Runnable.Level} are runnable");
    }

    /// <summary>Every parked goroutine is known to a timer or a descriptor, and every live one is somewhere.</summary>
    private void CheckWaiting()
    {
        foreach (var p in _process.AllP)
        {
            foreach (var (g, _) in p.Timers.UnorderedItems) See(g, GoroutineStatus.Waiting, "asleep");
        }

        var waiting = 0;
        foreach (var pd in _descriptors)
        {
            if (pd.Waiter is not { } g) continue;
            waiting++;
            See(g, GoroutineStatus.Waiting, "parked on a descriptor");
            if ((pd.Descriptor.Poll() & PollMask.In) != PollMask.None && !pd.Item.Linked)
                Fail($"lost event: goroutine {g.Id} waits on a descriptor that is readable and on no ready list");
        }

        var counted = 0;
        foreach (var instance in _process.Netpoller.Instances) counted += instance.Waiters;
        if (counted != waiting) Fail($"{waiting} goroutines are parked on descriptors, the pollers count {counted}");
        if (_seen.Count != _process.Counters.Live.Level) Fail($"{_seen.Count} goroutines are in queues, running or parked; {_process.Counters.Live.Level} are alive");
    }

    private void CheckSpinning()
    {
        var spinning = 0;
        foreach (var m in _process.Ms)
        {
            if (!m.Spinning) continue;
            spinning++;
            if (m.P is null && m.NextP is null) Fail($"M{m.Id} spins without a P");
            if (m.Current is not null) Fail($"M{m.Id} spins and runs goroutine {m.Current.Id}");
            if (m.P?.Runnext is { } next) Fail($"M{m.Id} spins with goroutine {next.Id} in its own runnext");
        }

        if (spinning != _process.Sched.Spinning) Fail($"{spinning} Ms spin, nmspinning is {_process.Sched.Spinning}");
    }

    /// <summary>A blocked poller holds no P, and does not sleep on a ready list that has something on it.</summary>
    private void CheckPollers()
    {
        foreach (var instance in _process.Netpoller.Instances)
        {
            if (instance.Blocked is not { } m) continue;
            if (m.P is not null) Fail($"M{m.Id} is blocked in the poller with P{m.P.Id}");
            if (m.Thread.State == ThreadState.Blocked && instance.Epoll.ReadyCount > 0) Fail($"M{m.Id} sleeps in epoll_wait while {instance.Epoll.ReadyCount} descriptors are ready");
        }
    }

    /// <summary>A tick rises with an execution that does not inherit its slice, and never otherwise.</summary>
    private void CheckTicks()
    {
        var risen = 0L;
        for (var p = 0; p < _ticks.Length; p++)
        {
            var tick = _process.AllP[p].SchedTick;
            risen += unchecked((int)(tick - _ticks[p]));
            _ticks[p] = tick;
        }

        var executed = _process.Counters.Executions - _executions;
        _executions = _process.Counters.Executions;
        if (risen < 0 || risen > executed) Fail($"schedticks rose by {risen} with {executed} executions");
        if (!_process.Options.Runnext && risen != executed) Fail($"without runnext every execution begins a slice, yet schedticks rose by {risen} with {executed} executions");
    }

    /// <summary>No work lies in a queue beside an idle P while nobody is about to look for it.</summary>
    private void CheckWorkConservation()
    {
        var sched = _process.Sched;
        // Idle Ps beside work are Go's own behaviour up to 1.21, where Gosched and preemption wake nobody (golang/go#55160),
        // and up to 1.24, where injectglist wakes nobody for a P that goes idle at that very moment.
        if (!_process.Options.Steal || !_process.Options.Rules.InjectWakes) return;
        if (sched.IdlePs == 0 || sched.Spinning > 0) return;
        var work = sched.GlobalLength;
        foreach (var p in _process.AllP) work += p.RingLength;
        if (work == 0) return;
        foreach (var m in _process.Ms)
        {
            var isLooking = m.NextP is not null || (m.Current is null && m.Thread.State is ThreadState.Running or ThreadState.Runnable);
            if (isLooking) return;
        }

        Fail($"{work} goroutines wait in queues beside {sched.IdlePs} idle Ps, and no M is looking for work");
    }

    private void See(Goroutine? g, GoroutineStatus status, string place)
    {
        if (g is null) Fail($"an empty slot {place}");
        if (g.Status != status) Fail($"goroutine {g.Id} is {place} with status {g.Status}");
        if (!_seen.Add(g)) Fail($"goroutine {g.Id} is {place} and elsewhere too");
    }

    private static string NameOf(WorkerThread? m) => m is null ? "nobody" : $"M{m.Id}";

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    private static void Fail(string what) => throw new InvariantViolationException(what);
}
