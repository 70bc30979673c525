using GmpSim.Engine;

namespace GmpSim.Results;

/// <summary>Follows one request and books every picosecond of its latency to one component.</summary>
/// <remarks>
/// Actors owe CPU time that has not passed yet, so two of them may report instants slightly out of order; an entry
/// never moves the clock backwards. So the parts always sum exactly to the latency, whatever is reported.
/// </remarks>
public sealed class LatencyClock
{
    /// <summary>How many components there are.</summary>
    public static readonly int ComponentCount = Enum.GetValues<LatencyComponent>().Length;

    private readonly long[] _picoseconds = new long[ComponentCount];
    private SimTime _since;

    /// <summary>When the request was meant to start.</summary>
    public SimTime Start { get; private set; }

    /// <summary>The component that time belongs to at present.</summary>
    public LatencyComponent Current { get; private set; }

    /// <summary>Where the clock writes down what it books, request by request; <see langword="null"/> for nowhere.</summary>
    public RequestJournal? Journal { get; set; }

    /// <summary>Starts over for a new request.</summary>
    public void Begin(SimTime intendedStart, LatencyComponent component)
    {
        Array.Clear(_picoseconds);
        Journal?.Clear();
        Start = intendedStart;
        _since = intendedStart;
        Current = component;
    }

    /// <summary>From <paramref name="at"/> on, time belongs to <paramref name="component"/>.</summary>
    public void Enter(LatencyComponent component, SimTime at)
    {
        if (at > _since)
        {
            _picoseconds[(int)Current] += (at - _since).Picoseconds;
            Journal?.Add(Current, _since, at);
            _since = at;
        }

        Current = component;
    }

    /// <summary>Of the present component's time, the part between two instants belongs to <paramref name="component"/> instead.</summary>
    /// <remarks>For what is known only afterwards, such as when a thread was woken. Time that is booked already is not touched: call it for the earliest part first.</remarks>
    public void Interpose(LatencyComponent component, SimTime from, SimTime to)
    {
        if (to <= from || to <= _since) return;
        var present = Current;
        Enter(component, from);
        Enter(present, to);
    }

    /// <summary>Books an amount, cut to what is there, from one component to another.</summary>
    public void Move(LatencyComponent from, LatencyComponent to, SimDuration amount)
    {
        var moved = Math.Min(_picoseconds[(int)from], amount.Picoseconds);
        _picoseconds[(int)from] -= moved;
        _picoseconds[(int)to] += moved;
    }

    /// <summary>The request is done. Returns its latency; the parts sum to exactly this.</summary>
    public SimDuration Finish(SimTime at)
    {
        Enter(Current, at);
        return _since - Start;
    }

    /// <summary>Time booked to a component so far.</summary>
    public SimDuration this[LatencyComponent component] => SimDuration.FromPicoseconds(_picoseconds[(int)component]);
}
