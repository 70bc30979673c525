using System.Numerics;

namespace GmpSim.Engine;

/// <summary>Looks for the tick length at which a <see cref="CalendarQueue"/> has the least work.</summary>
/// <remarks>
/// Hill climbing on counts, not on wall time, so that a run takes the same steps every time. Sorting asks for shorter
/// ticks, moving far events for longer ones; the greater of the two says which way to try. A trial that does not lower
/// the sum is taken back, and the next one waits.
/// </remarks>
internal sealed class TickTuner
{
    private const int LongestWait = 64;

    private double _costBefore;
    private int _trial;
    private int _wait;
    private int _nextWait = 4;

    /// <summary>Forgets a trial under way: something else has changed.</summary>
    internal void Restart() => _trial = 0;

    /// <summary>By how many bits to lengthen (or, negative, to shorten) the tick.</summary>
    /// <param name="sorting">Work in the front, per event.</param>
    /// <param name="moving">Work on far events, per event.</param>
    internal int Advise(double sorting, double moving)
    {
        var cost = sorting + moving;
        if (_trial != 0)
        {
            var trial = _trial;
            _trial = 0;
            if (cost > 0.95 * _costBefore)
            {
                _wait = _nextWait;
                _nextWait = Math.Min(2 * _nextWait, LongestWait);
                return -trial;
            }

            _nextWait = 4;
        }
        else if (_wait > 0 && cost < 1.5 * _costBefore)
        {
            _wait--;
            return 0;
        }

        if (cost < 0.3) return 0;
        _costBefore = cost;
        _trial = sorting > moving ? -1 - BitOperations.Log2((uint)sorting | 1) : moving > 4 ? 3 : 1;
        return _trial;
    }
}
