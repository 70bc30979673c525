using System.Numerics;

namespace GmpSim.Engine;

/// <summary>Looks for the tick length at which a <see cref="CalendarQueue"/> has the least work.</summary>
/// <remarks>
/// Hill climbing on counts, not on wall time, so that a run takes the same steps every time. Sorting asks for shorter
/// ticks, moving far events for longer ones; the greater of the two says which way to try. A trial that does not lower
/// the sum markedly is taken back, and the next one waits, longer each time: laying out anew is work too.
/// </remarks>
internal sealed class TickTuner
{
    private const int ReviewsToJudge = 4; // far events come in waves: one review alone says little
    private const int ShortestWait = 4;
    private const int LongestWait = 64;
    private const double Cheap = 0.5; // moves per event: not worth a trial
    private const double MarkedlyLess = 0.9;
    private const double MarkedlyMore = 2;

    private double _sorting;
    private double _moving;
    private int _reviews;
    private double _costBefore;
    private int _trial;
    private int _wait;
    private int _nextWait = ShortestWait;

    /// <summary>Forgets a trial under way: something else has changed.</summary>
    internal void Restart()
    {
        _sorting = _moving = _reviews = _trial = _wait = 0;
        _nextWait = ShortestWait;
    }

    /// <summary>Takes note of a review and says by how many bits to lengthen (or, negative, to shorten) the tick.</summary>
    /// <param name="sorting">Work in the front, per event.</param>
    /// <param name="moving">Work on far events, per event.</param>
    internal int Advise(double sorting, double moving)
    {
        _sorting += sorting / ReviewsToJudge;
        _moving += moving / ReviewsToJudge;
        if (++_reviews < ReviewsToJudge) return 0;
        var advice = Judge(_sorting, _moving);
        _sorting = _moving = _reviews = 0;
        return advice;
    }

    private int Judge(double sorting, double moving)
    {
        var cost = sorting + moving;
        if (_trial != 0)
        {
            var trial = _trial;
            _trial = 0;
            if (cost > MarkedlyLess * _costBefore)
            {
                _wait = _nextWait;
                _nextWait = Math.Min(2 * _nextWait, LongestWait);
                return -trial;
            }

            _nextWait = ShortestWait;
        }
        else if (_wait > 0 && cost < MarkedlyMore * _costBefore)
        {
            _wait--;
            return 0;
        }

        if (cost < Cheap) return 0;
        _costBefore = cost;
        _trial = sorting > moving ? -1 - BitOperations.Log2((uint)sorting | 1) : moving > 4 ? 3 : 1;
        return _trial;
    }
}
