using GmpSim.GoRuntime;
using GmpSim.Tests.Unit.Machine;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>Goroutines that run too long.</summary>
public sealed class PreemptionTests
{
    [Test]
    public void A_goroutine_that_runs_for_10_ms_is_preempted_when_sysmon_looks_next_and_queues_globally()
    {
        var go = new GoStage(ps: 1);
        var left = Stage.Us(15_000);
        go.Stage.At(1_000, () => go.Submit(go.Busy("waiting", 100)));
        go.Run(async (m, _) =>
        {
            m.Thread.Spend(left);
            left = await m.Thread.SettleInterruptibly();
            go.Note($"stops, {left.Microseconds}us left");
            return left.Picoseconds > 0 ? RunOutcome.Preempted : RunOutcome.Exited;
        });

        // First seen after 20 us, so due from 10.02 ms on; sysmon looks at 6.1 and 11.22 ms.
        Assert.That(go.Log, Is.EqualTo(new[] { "11220us stops, 3780us left", "11220us waiting on P0", "15100us stops, 0us left" }));
        Assert.That(go.Process.Counters.Preemptions, Is.EqualTo(1));
    }

    [Test]
    public void Without_preemption_by_signal_it_runs_to_its_end()
    {
        var go = new GoStage(ps: 1, options => options with { AsyncPreempt = false });
        go.Stage.At(1_000, () => go.Submit(go.Busy("waiting", 100)));
        go.Run(go.Busy("hog", 15_000));

        Assert.That(go.Log, Is.EqualTo(new[] { "0us hog on P0", "15000us waiting on P0" }));
    }
}
