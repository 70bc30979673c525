using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.Tests.Unit.Load;

/// <summary>Every picosecond of a request belongs to exactly one component.</summary>
public sealed class LatencyClockTests
{
    [Test]
    public void Time_is_booked_to_the_component_that_was_entered_last()
    {
        var clock = new LatencyClock();
        clock.Begin(At(10), LatencyComponent.Client);
        clock.Enter(LatencyComponent.Network, At(12));
        clock.Enter(LatencyComponent.Running, At(15));

        Assert.That(clock.Finish(At(22)), Is.EqualTo(Us(12)));
        Assert.That(clock[LatencyComponent.Client], Is.EqualTo(Us(2)));
        Assert.That(clock[LatencyComponent.Network], Is.EqualTo(Us(3)));
        Assert.That(clock[LatencyComponent.Running], Is.EqualTo(Us(7)));
    }

    [Test]
    public void A_report_that_comes_late_does_not_turn_the_clock_back()
    {
        var clock = new LatencyClock();
        clock.Begin(At(0), LatencyComponent.Client);
        clock.Enter(LatencyComponent.Running, At(10));
        clock.Enter(LatencyComponent.LocalQueue, At(7));

        Assert.That(clock.Finish(At(10)), Is.EqualTo(Us(10)));
        Assert.That(clock[LatencyComponent.Client], Is.EqualTo(Us(10)));
        Assert.That(clock[LatencyComponent.LocalQueue], Is.EqualTo(Us(0)));
    }

    [Test]
    public void No_more_is_moved_between_components_than_there_is()
    {
        var clock = new LatencyClock();
        clock.Begin(At(0), LatencyComponent.Running);
        clock.Enter(LatencyComponent.Client, At(5));
        clock.Move(LatencyComponent.Running, LatencyComponent.CoreWait, Us(8));

        Assert.That(clock.Finish(At(6)), Is.EqualTo(Us(6)));
        Assert.That(clock[LatencyComponent.Running], Is.EqualTo(Us(0)));
        Assert.That(clock[LatencyComponent.CoreWait], Is.EqualTo(Us(5)));
    }

    [Test]
    public void Whatever_is_reported_the_parts_sum_to_the_latency()
    {
        var random = new RandomStream(3, "reports");
        for (var request = 0; request < 2_000; request++)
        {
            var clock = new LatencyClock();
            clock.Begin(At(random.NextBelow(100)), (LatencyComponent)random.NextBelow(LatencyClock.ComponentCount));
            for (var report = random.NextBelow(12); report > 0; report--)
            {
                clock.Enter((LatencyComponent)random.NextBelow(LatencyClock.ComponentCount), At(random.NextBelow(1_000)));
                clock.Move((LatencyComponent)random.NextBelow(LatencyClock.ComponentCount), (LatencyComponent)random.NextBelow(LatencyClock.ComponentCount), Us(random.NextBelow(100)));
            }

            var latency = clock.Finish(At(random.NextBelow(2_000)));
            var parts = Enum.GetValues<LatencyComponent>().Sum(component => clock[component].Picoseconds);
            Assert.That(parts, Is.EqualTo(latency.Picoseconds));
        }
    }

    private static SimDuration Us(long value) => SimDuration.FromMicroseconds(value);

    private static SimTime At(long us) => SimTime.Zero + Us(us);
}
