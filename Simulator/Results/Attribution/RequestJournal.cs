using GmpSim.Engine;

namespace GmpSim.Results;

/// <summary>The stretches of time that a <see cref="LatencyClock"/> has booked for its present request, one after another.</summary>
/// <remarks>Neighbours of one component are one stretch. Amounts that are moved between components afterwards have no place in time and are not in it.</remarks>
public sealed class RequestJournal
{
    private readonly List<TraceStep> _steps = [];

    /// <summary>The stretches so far, in order of time, without gaps.</summary>
    public IReadOnlyList<TraceStep> Steps => _steps;

    internal void Clear() => _steps.Clear();

    internal void Add(LatencyComponent component, SimTime from, SimTime to)
    {
        if (_steps.Count > 0 && _steps[^1].Component == component) _steps[^1] = _steps[^1] with { To = to.SinceStart };
        else _steps.Add(new(component, from.SinceStart, to.SinceStart));
    }
}
