using GmpSim.GoRuntime;
using GmpSim.Tests.Unit.Machine;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>Who notices that a descriptor is ready, and when.</summary>
public sealed class NetpollTests
{
    [Test]
    public void The_goroutine_of_the_last_event_runs_first()
    {
        var go = new GoStage(ps: 1, costs: free => free with { WakeDeliver = Stage.Us(1) });
        go.Run(async (m, _) =>
        {
            for (var i = 1; i <= 3; i++)
            {
                var (socket, pd) = go.Connection(i, 500);
                go.Spawn(m, go.Reader($"reader {i}", socket, pd));
            }

            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        Assert.That(go.Log, Is.EqualTo(new[] { "501us reader 3 on P0", "501us reader 2 on P0", "501us reader 1 on P0" }).Or.EqualTo(new[] { "502us reader 3 on P0", "502us reader 2 on P0", "502us reader 1 on P0" }));
    }

    [Test]
    public void While_all_Ps_are_busy_nobody_polls_until_sysmon_does_after_10_ms()
    {
        var go = new GoStage(ps: 1, options => options with { AsyncPreempt = false });
        var (socket, pd) = go.Connection(1, 5_000);
        int? before = null, after = null;
        go.Stage.At(11_219, () => before = go.Process.Sched.GlobalLength);
        go.Stage.At(11_221, () => after = go.Process.Sched.GlobalLength);
        go.Run(async (m, _) =>
        {
            go.Spawn(m, go.Busy("hog", 50_000));
            go.Spawn(m, go.Reader("reader", socket, pd)); // in runnext: it parks before the hog begins
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        // sysmon wakes after 51 sleeps of 20 us, then 40, 80, … 2560, 5120 us: at 6.1 and 11.22 ms.
        Assert.That((before, after), Is.EqualTo((0, 1)), "readied by sysmon");
        Assert.That(go.Log, Is.EqualTo(new[] { "0us hog on P0", "50000us reader on P0" }));
    }

    [TestCase(NetpollTopology.Shared, "1000us reader on P1")]
    [TestCase(NetpollTopology.PerP, "5000us reader on P0")]
    public void An_idle_P_serves_the_shared_poller_but_not_the_instance_of_a_busy_P(NetpollTopology topology, string read)
    {
        var go = new GoStage(ps: 2, options => options with { Topology = topology, Steal = false, Sysmon = false });
        var (socket, pd) = go.Connection(1, 1_000);
        go.Run(async (m, _) =>
        {
            go.Spawn(m, go.Busy("hog", 5_000));
            go.Spawn(m, go.Reader("reader", socket, pd));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        Assert.That(go.Log, Is.EqualTo(new[] { "0us hog on P0", read }));
    }

    [Test]
    public void A_descriptor_belongs_to_the_P_that_opened_it_and_moves_when_its_goroutine_parks_elsewhere()
    {
        var go = new GoStage(ps: 2, options => options with { Topology = NetpollTopology.PerP, Sysmon = false });
        var (socket, pd) = go.Connection(1);
        var reader = go.Reader("reader", socket, pd, isOpen: true);
        var opened = false;
        PollInstance? first = null;
        go.Run(async (m, _) =>
        {
            go.Spawn(m, go.Busy("hog", 5_000));
            go.Spawn(m, async (m1, g1) =>
            {
                if (opened) return await reader(m1, g1);
                opened = true;
                go.Process.Open(m1, pd);
                first = pd.Instance;
                await m1.Thread.Settle();
                return RunOutcome.Yielded; // P0 goes on with the hog, so P1 takes it over
            });
            await m.Thread.Settle();
            return RunOutcome.Exited;
        }, us: 1_000);

        Assert.That(first, Is.SameAs(go.Process.Netpoller.Instances[0]), "where it was opened");
        Assert.That(pd.Instance, Is.SameAs(go.Process.Netpoller.Instances[1]), "where its goroutine waits");
        Assert.That(go.Process.Netpoller.Instances.Select(instance => instance.Waiters), Is.EqualTo(new[] { 0, 1 }));
    }

    [Test]
    public void At_most_one_M_is_blocked_in_the_shared_poller_however_many_are_idle()
    {
        var go = new GoStage(ps: 4);
        go.Run(async (m, _) =>
        {
            for (var i = 1; i <= 8; i++)
            {
                var (socket, pd) = go.Connection(i, 100, 200, 300);
                go.Spawn(m, go.Reader("reader", socket, pd));
            }

            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        Assert.That(go.Log, Has.Count.EqualTo(24));
        Assert.That(go.Process.Netpoller.Instances, Has.Count.EqualTo(1));
        Assert.That(go.Process.Netpoller.Instances[0].Epoll.WaiterCount, Is.EqualTo(1), "asleep in epoll_wait");
        Assert.That(go.Process.Sched.IdleMs, Is.EqualTo(go.Process.Ms.Count - 1), "the others are parked");
    }
}
