using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>The host of a virtual machine, as one of its cores sees it: now and then the core is gone for a while.</summary>
/// <remarks>
/// A renewal process that runs on whether the core is busy or idle: what the host does does not hang on what the guest does. It is followed
/// only while the core has something to do. A core that is gone stands still, interrupts included; what it was to begin begins when it is back.
/// Who holds a lock when that happens keeps it, and those who spin for it burn their time (<see cref="Absence"/>). Left out: a host that wakes an idle core late (halt polling is in the idle exit).
/// </remarks>
internal sealed class CoreThief : IEventReceiver
{
    private const byte GapBegins = 0;

    private readonly int _self;
    private readonly Simulation _simulation;
    private readonly Core _core;
    private readonly Distribution _gap;
    private readonly ExponentialDistribution _between;
    private readonly RandomStream _gaps;
    private readonly RandomStream _betweens;
    private SimTime _begin;
    private SimTime _end;
    private bool _isAwaited;

    /// <summary>A host that takes its share of a core.</summary>
    /// <param name="simulation">The run.</param>
    /// <param name="core">The core.</param>
    /// <param name="share">Share of the core's time, above 0 and below 1.</param>
    /// <param name="gap">How long the core is gone each time; with a mean above 0.</param>
    internal CoreThief(Simulation simulation, Core core, double share, Distribution gap)
    {
        _simulation = simulation;
        _core = core;
        _gap = gap;
        _between = new(SimDuration.RoundedFromPicoseconds(gap.MeanPicoseconds * (1 - share) / share));
        _gaps = simulation.Stream($"steal/{core.Number}/gap");
        _betweens = simulation.Stream($"steal/{core.Number}/between");
        _self = simulation.Register(this);
    }

    /// <inheritdoc/>
    public string Name => $"steal/{_core.Number}";

    /// <inheritdoc/>
    public string CodeName(byte code) => code == GapBegins ? "gap-begins" : code.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public void Receive(in SimEvent occurrence)
    {
        _isAwaited = false;
        if (_core.IsIdle) return; // a gap that nobody notices, unless something is to begin before its end
        _core.TakeAway(_end - _begin);
        Await();
    }

    /// <summary>The idle core is to begin something: if it is gone, not before it is back.</summary>
    internal void CoreWanted()
    {
        var now = _simulation.Now;
        while (_end <= now) Next();
        if (_begin <= now) _core.TakeAway(_end - now);
        if (!_isAwaited) Await();
    }

    /// <summary>For how long the core will be gone, from when it goes within a section that begins at <paramref name="from"/>: what is still to be done of the section comes after that.</summary>
    /// <remarks>At most one gap: a section is a few hundred nanoseconds.</remarks>
    internal SimDuration Absence(SimTime from, SimDuration section) =>
        _begin >= from + section || _end <= from ? SimDuration.Zero : _end - SimTime.Max(_begin, from);

    private void Await()
    {
        while (_begin <= _simulation.Now) Next();
        _isAwaited = true;
        _simulation.Schedule(_begin, _self, GapBegins);
    }

    private void Next()
    {
        _begin = _end + _between.Sample(_betweens);
        _end = _begin + _gap.Sample(_gaps);
    }
}
