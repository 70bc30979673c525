using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>Checks between events that the scheduler's state is one that Go allows; costs nothing where it is not attached.</summary>
/// <remarks>
/// Attach it before the first event: it also watches descriptors from their opening. Between two events no code is half way
/// through a step, so what the Go source calls "in hand" does not occur here, and the rules hold exactly.
/// Work conservation is judged only at the end of an instant, when the clock is about to move.
/// The rules stand in one class for each subject; docs/models/go-runtime.md lists them all by number, those that no look between events can decide included.
/// </remarks>
public sealed class InvariantChecker : IEventObserver
{
    /// <summary>A look walks over every goroutine: where there are more than this, not before every event.</summary>
    private const int GoroutinesAnEvent = 64;

    private readonly GoProcess _process;
    private readonly int _everyEvents;
    private readonly Census _census = new();
    private readonly OwnershipInvariants _ownership;
    private readonly QueueInvariants _queues;
    private readonly WaitingInvariants _waiting;
    private readonly SyncInvariants _sync;
    private readonly SpinningInvariants _spinning;
    private readonly PollerInvariants _pollers;
    private readonly SliceInvariants _slices;
    private readonly WorldInvariants _world;
    private readonly WorkConservation _conservation;
    private readonly Liveness _liveness;
    private readonly CpuConservation _cpuTime;
    private SimTime _previous;
    private long _nextCheck;

    /// <summary>Prepares to check one process.</summary>
    /// <param name="process">The process, before its first event.</param>
    /// <param name="everyEvents">Check before every n-th event, n at least 1, and less often where there are many goroutines; the end of an instant only when it falls on one.</param>
    public InvariantChecker(GoProcess process, int everyEvents = 1)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentOutOfRangeException.ThrowIfLessThan(everyEvents, 1);
        _process = process;
        _everyEvents = everyEvents;
        _ownership = new(process, _census);
        _queues = new(process, _census);
        _waiting = new(process, _census, process.WatchedDescriptors ??= []);
        _sync = new(_census, process.Sync);
        _spinning = new(process);
        _pollers = new(process);
        _slices = new(process);
        _world = new(process);
        _conservation = new(process);
        _liveness = new(process, process.WatchedDescriptors);
        _cpuTime = new(process.Host);
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
        if (simulation.EventCount < _nextCheck) return;
        _nextCheck = simulation.EventCount + Math.Max(_everyEvents, _process.Counters.Live.Level / GoroutinesAnEvent);

        try
        {
            Check(endsInstant);
            if (endsInstant) _liveness.Check(reached, occurrence.At);
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
        _census.Clear();
        _ownership.Check();
        _queues.Check();
        _waiting.Check();
        _sync.Check();
        _waiting.CheckAllSeen();
        _spinning.Check();
        _pollers.Check();
        _slices.Check();
        _world.Check();
        if (_cpuTime.Find() is { } problem) Violation.Fail(problem);
        if (atEndOfInstant) _conservation.Check();
    }
}
