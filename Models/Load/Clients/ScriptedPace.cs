using GmpSim.Engine;

namespace GmpSim.Load;

/// <summary>When the connections of a closed loop may send under a script.</summary>
/// <remarks>
/// A limit is a token bucket that holds one token and gets one every gap: a request begins when its connection is ready and a token is there, first come, first served;
/// while nobody wants a token none is saved up. The bucket is new with every instruction. The lanes of one generator share its limit: each has its part, and
/// their first tokens are spread over the gap.
/// </remarks>
/// <param name="phases">The script in order of time; the first phase begins at zero.</param>
/// <param name="lane">Number of the lane.</param>
/// <param name="lanes">How many lanes the generator has.</param>
public sealed class ScriptedPace(IReadOnlyList<ScriptPhase> phases, int lane, int lanes)
{
    private int _phase;
    private SimTime _token = FirstToken(phases[0], lane, lanes);

    /// <summary>When a connection that is ready at an instant may send; never, where the script pauses for good.</summary>
    public SimTime EarliestFrom(SimTime ready)
    {
        var token = _token;
        for (var i = _phase; i < phases.Count; i++)
        {
            if (i > _phase) token = FirstToken(phases[i], lane, lanes);
            var start = SimTime.Max(ready, token);
            if (phases[i].Gap is not null && (i + 1 == phases.Count || start < phases[i + 1].From)) return start;
        }

        return SimTime.MaxValue;
    }

    /// <summary>A request begins, at an instant that <see cref="EarliestFrom"/> has named.</summary>
    public void Take(SimTime start)
    {
        while (_phase + 1 < phases.Count && start >= phases[_phase + 1].From) _phase++;
        _token = start + phases[_phase].Gap!.Value;
    }

    private static SimTime FirstToken(ScriptPhase phase, int lane, int lanes) => phase.From + ((phase.Gap ?? SimDuration.Zero) * lane / lanes);
}
