using GmpSim.Engine;

namespace GmpSim.Load;

/// <summary>Arrivals whose clock a script slows down and stops.</summary>
/// <remarks>
/// The plain arrivals are read on a clock of the generator's own. It runs as fast as time does, under a limit as much slower as the limit lies below the
/// plain rate, and stands still in a pause. So Poisson arrivals stay a Poisson process, whose rate is the one in force, evenly spaced ones stay evenly spaced,
/// none is dropped, and a script without instructions changes nothing. Whole numbers only: an instant is rounded down to a picosecond.
/// </remarks>
public sealed class ScriptedArrivals : IArrivals
{
    private readonly IArrivals _plain;
    private readonly long _meanGap;
    private readonly IReadOnlyList<ScriptPhase> _phases;

    /// <summary>What the generator's own clock shows when each phase begins [ps].</summary>
    private readonly long[] _clockAt;
    private int _phase;

    /// <summary>Puts arrivals under a script.</summary>
    /// <param name="plain">The arrivals without it, in order of time.</param>
    /// <param name="meanGap">Mean time between two of them; above zero.</param>
    /// <param name="phases">The script in order of time; the first phase begins at zero.</param>
    public ScriptedArrivals(IArrivals plain, SimDuration meanGap, IReadOnlyList<ScriptPhase> phases)
    {
        ArgumentNullException.ThrowIfNull(phases);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(meanGap.Picoseconds, nameof(meanGap));
        _plain = plain;
        _meanGap = meanGap.Picoseconds;
        _phases = phases;
        _clockAt = new long[phases.Count];
        for (var i = 1; i < phases.Count; i++)
        {
            var lasted = (phases[i].From - phases[i - 1].From).Picoseconds;
            _clockAt[i] = _clockAt[i - 1] + (phases[i - 1].Gap is { } gap ? (long)((Int128)lasted * _meanGap / Slowest(gap)) : 0);
        }
    }

    /// <inheritdoc/>
    public Arrival Next()
    {
        var arrival = _plain.Next();
        var clock = arrival.At.Picoseconds;
        while (_phase + 1 < _phases.Count && clock >= _clockAt[_phase + 1]) _phase++;
        if (_phases[_phase].Gap is not { } gap) return arrival with { At = SimTime.MaxValue };
        var since = (long)((Int128)(clock - _clockAt[_phase]) * Slowest(gap) / _meanGap);
        return arrival with { At = _phases[_phase].From + SimDuration.FromPicoseconds(since) };
    }

    private long Slowest(SimDuration gap) => Math.Max(gap.Picoseconds, _meanGap);
}
