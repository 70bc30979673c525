using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.Load;

/// <summary>Keeps a few requests of a run step by step: those that ended first in the window, and the slowest.</summary>
/// <remarks>
/// Looking changes nothing: a request's clock writes down what it books anyway. Only requests that were answered are kept. Which ones does not depend on anything but the
/// run: of equally slow requests the earlier one stays.
/// </remarks>
public sealed class RequestSampler
{
    /// <summary>Requests of either kind that are kept. Source: assumed; enough to look at, few enough to store with every run.</summary>
    public const int Each = 3;

    private readonly List<RequestTrace> _first = [];
    private readonly List<RequestTrace> _slowest = [];

    /// <summary>What has been kept: the first requests in the order in which they ended, then the slowest of the others, the slowest of all in front.</summary>
    public IReadOnlyList<RequestTrace> Traces => [.. _first, .. _slowest];

    /// <summary>A new window: everything so far is forgotten.</summary>
    internal void Restart()
    {
        _first.Clear();
        _slowest.Clear();
    }

    /// <summary>A request has been answered.</summary>
    internal void Offer(LatencyClock clock, SimTime at)
    {
        if (clock.Journal is null) return;
        if (_first.Count < Each)
        {
            _first.Add(TraceOf(clock, at, isSlowest: false));
            return;
        }

        var latency = at - clock.Start;
        var place = _slowest.Count;
        while (place > 0 && _slowest[place - 1].Latency < latency) place--;
        if (place == Each) return;
        if (_slowest.Count == Each) _slowest.RemoveAt(Each - 1);
        _slowest.Insert(place, TraceOf(clock, at, isSlowest: true));
    }

    private static RequestTrace TraceOf(LatencyClock clock, SimTime at, bool isSlowest)
    {
        var steps = clock.Journal!.Steps.ToArray();
        var moved = new List<MovedTime>();
        foreach (var component in Enum.GetValues<LatencyComponent>())
        {
            var placed = SimDuration.Zero;
            foreach (var step in steps) placed += step.Component == component ? step.To - step.From : SimDuration.Zero;
            if (clock[component] > placed) moved.Add(new(component, clock[component] - placed));
        }

        return new(clock.Start.SinceStart, at.SinceStart, isSlowest, steps, moved);
    }
}
