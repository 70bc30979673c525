namespace GmpSim.Engine;

/// <summary>One run: a clock, a future of events, and the components they are addressed to.</summary>
/// <remarks>
/// The life of a run: create it, <see cref="Register"/> the components, let them schedule their first events, call
/// <see cref="RunUntil"/>. Everything happens on the calling thread, in the one total order (time, sequence): the
/// same components, seed and first events give the same run, event by event, whichever pending-event set is used.
/// </remarks>
public sealed class Simulation
{
    /// <summary>Events of one instant after which the clock is taken to stand still; a power of two, so that the check costs a mask.</summary>
    private const long StallCheckInterval = 1L << 22;

    private readonly PendingEventSet _pending;
    private IEventReceiver[] _receivers = new IEventReceiver[64];
    private int _receiverCount;
    private ulong _nextSequence;
    private SimTime _lastProgress;
    private Fingerprint _digest = Fingerprint.Empty;

    /// <summary>Creates a run at time zero with nothing scheduled.</summary>
    /// <param name="pending">The empty pending-event set to use.</param>
    /// <param name="seed">The root seed: every random number of the run derives from it.</param>
    public Simulation(PendingEventSet pending, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(pending);
        _pending = pending;
        Seed = seed;
    }

    /// <summary>The root seed of the run.</summary>
    public ulong Seed { get; }

    /// <summary>The simulated time now.</summary>
    public SimTime Now { get; private set; }

    /// <summary>How many events have happened.</summary>
    public long EventCount { get; private set; }

    /// <summary>How many events have been scheduled, those that have happened included.</summary>
    public long ScheduledCount => (long)_nextSequence;

    /// <summary>How many events are still to come.</summary>
    public int PendingCount => _pending.Count;

    /// <summary>Fingerprint of every event that has happened, in order. Equal runs have equal digests.</summary>
    public ulong Digest => _digest.Value;

    /// <summary>Sees every event just before it happens; <see langword="null"/> (the default) costs one branch per event.</summary>
    public IEventObserver? Observer { get; set; }

    /// <summary>Adds a component and returns the number that events for it are scheduled with.</summary>
    public int Register(IEventReceiver receiver)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        if (_receiverCount == _receivers.Length) Array.Resize(ref _receivers, _receiverCount * 2);
        _receivers[_receiverCount] = receiver;
        return _receiverCount++;
    }

    /// <summary>The name of a registered component.</summary>
    public string NameOf(int receiver) => _receivers[receiver].Name;

    /// <summary>What an event code means to a registered component.</summary>
    public string CodeNameOf(int receiver, byte code) => _receivers[receiver].CodeName(code);

    /// <summary>The random stream called <paramref name="name"/>: its numbers depend on the seed and the name alone.</summary>
    public RandomStream Stream(string name) => new(Seed, name);

    /// <summary>Lets an event happen after <paramref name="delay"/>.</summary>
    public void ScheduleAfter(SimDuration delay, int receiver, byte code, int subject = 0) => Schedule(Now + delay, receiver, code, subject);

    /// <summary>Lets an event happen at <paramref name="at"/>, after everything already scheduled for that instant.</summary>
    /// <exception cref="InvalidOperationException"><paramref name="at"/> lies in the past.</exception>
    public void Schedule(SimTime at, int receiver, byte code, int subject = 0)
    {
        if (at < Now) ThrowPast(at, receiver, code);
        _pending.Add(new SimEvent(at, _nextSequence++, receiver, code, subject));
    }

    /// <summary>The main loop: lets everything happen that is due until <paramref name="end"/>, and sets the clock there.</summary>
    public void RunUntil(SimTime end)
    {
        while (_pending.TryTake(end, out var occurrence)) Happen(in occurrence);
        if (end > Now && end != SimTime.MaxValue) Now = end;
    }

    /// <summary>Lets exactly one event happen, if one is due until <paramref name="end"/>.</summary>
    /// <returns>Whether an event happened; if so it is in <paramref name="occurrence"/>.</returns>
    public bool Step(SimTime end, out SimEvent occurrence)
    {
        if (!_pending.TryTake(end, out occurrence)) return false;
        Happen(in occurrence);
        return true;
    }

    private void Happen(in SimEvent occurrence)
    {
        Now = occurrence.At;
        if ((++EventCount & (StallCheckInterval - 1)) == 0) CheckProgress();
        _digest = _digest.With((ulong)occurrence.At.Picoseconds, occurrence.Identity);
        Observer?.OnEvent(this, in occurrence);
        _receivers[occurrence.Receiver].Receive(in occurrence);
    }

    private void CheckProgress()
    {
        if (Now == _lastProgress && EventCount > StallCheckInterval) throw new StalledClockException(Now, StallCheckInterval);
        _lastProgress = Now;
    }

    private void ThrowPast(SimTime at, int receiver, byte code) =>
        throw new InvalidOperationException($"Event {code} for {NameOf(receiver)} was scheduled for {at}, before the present {Now} (seed {Seed}, event {EventCount}).");
}
