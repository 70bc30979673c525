namespace GmpSim.Engine;

/// <summary>The clock of one process: it may run ahead of the simulation, and is settled by waiting.</summary>
/// <remarks>
/// Code that touches nothing shared only adds its costs up (<see cref="Spend"/>); before the process touches something
/// that others see, it waits once for all of them (<see cref="Settle"/>). So ten local steps cost one event. In other
/// simulators this is known as temporal decoupling. One process may wait on a clock at a time.
/// </remarks>
public sealed class LocalClock : IEventReceiver
{
    private const byte Settled = 0;

    private readonly Simulation _simulation;
    private readonly int _self;
    private ProcessFrame? _waiting;

    /// <summary>Creates the clock of a process.</summary>
    /// <param name="simulation">The run it belongs to.</param>
    /// <param name="name">What the process is called in traces.</param>
    public LocalClock(Simulation simulation, string name)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        _simulation = simulation;
        Name = name;
        _self = simulation.Register(this);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>How far the process is ahead of the simulation.</summary>
    public SimDuration Ahead { get; private set; }

    /// <summary>The time at which the process stands.</summary>
    public SimTime Now => _simulation.Now + Ahead;

    /// <summary>Lets local time pass without waiting.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="cost"/> is negative.</exception>
    public void Spend(SimDuration cost)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cost.Picoseconds, nameof(cost));
        Ahead += cost;
    }

    /// <summary>Waits until the simulation has caught up with the process: <c>await clock.Settle();</c></summary>
    public Awaiter Settle() => new(this);

    /// <summary>Spends a span and settles at once: <c>await clock.Sleep(span);</c></summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="span"/> is negative.</exception>
    public Awaiter Sleep(SimDuration span)
    {
        Spend(span);
        return new(this);
    }

    /// <inheritdoc/>
    public string CodeName(byte code) => nameof(Settled);

    /// <inheritdoc/>
    public void Receive(in SimEvent occurrence)
    {
        var waiting = _waiting;
        _waiting = null;
        waiting!.Resume();
    }

    private void Suspend(ProcessFrame frame)
    {
        if (_waiting is not null) throw new InvalidOperationException($"Two processes wait on the clock of {Name} at {_simulation.Now}.");
        _waiting = frame;
        _simulation.ScheduleAfter(Ahead, _self, Settled);
        Ahead = SimDuration.Zero;
    }

    /// <summary>Waits for a <see cref="LocalClock"/>.</summary>
    public readonly struct Awaiter : IProcessAwaiter
    {
        private readonly LocalClock _clock;

        internal Awaiter(LocalClock clock) => _clock = clock;

        /// <summary>Whether there is nothing to wait for.</summary>
        public bool IsCompleted => _clock.Ahead == SimDuration.Zero;

        /// <summary>Part of the compiler's pattern.</summary>
        public Awaiter GetAwaiter() => this;

        /// <summary>Part of the compiler's pattern.</summary>
        public void GetResult()
        {
        }

        /// <inheritdoc/>
        public void Suspend(ProcessFrame frame) => _clock.Suspend(frame);

        /// <inheritdoc/>
        public void OnCompleted(Action continuation) => throw new NotSupportedException("Await a clock inside a Process only.");

        /// <inheritdoc/>
        public void UnsafeOnCompleted(Action continuation) => throw new NotSupportedException("Await a clock inside a Process only.");
    }
}
