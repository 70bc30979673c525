using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Results;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>The checker finds what it is there to find: each test breaks one rule of a process at rest.</summary>
public sealed class InvariantCheckerTests
{
    private GoStage _go = null!;
    private InvariantChecker _checker = null!;

    [SetUp]
    public void A_process_at_rest()
    {
        _go = new(ps: 4);
        _checker = (InvariantChecker)_go.Stage.Simulation.Observer!;
        _go.Run(_go.Busy("main", 10), us: 5_000);
        Assert.That(() => _checker.Check(atEndOfInstant: true), Throws.Nothing);
    }

    [Test]
    public void Work_on_an_idle_P()
    {
        RunQueues.PutTail(_go.Process.AllP[2], Runnable());

        AssertFailsWith("P2 is idle with 1 goroutines");
    }

    [Test]
    public void Waiting_work_beside_idle_Ps_when_nobody_looks()
    {
        _go.Process.Sched.GlobalPut(Runnable());

        Assert.That(() => _checker.Check(atEndOfInstant: false), Throws.Nothing, "within an instant somebody may still be told");
        AssertFailsWith("1 goroutines wait in queues beside 4 idle Ps");
    }

    [Test]
    public void A_runnable_goroutine_in_no_queue()
    {
        Runnable();

        AssertFailsWith("0 goroutines lie in queues, 1 are runnable");
    }

    [Test]
    public void A_goroutine_in_a_queue_with_another_status()
    {
        var g = Runnable();
        _go.Process.Sched.GlobalPut(g);
        g.Status = GoroutineStatus.Waiting;

        AssertFailsWith("is in the global queue with status Waiting");
    }

    [Test]
    public void A_live_goroutine_that_is_nowhere()
    {
        _go.Process.Counters.Live.Add(1, _go.Stage.Simulation.Now);

        AssertFailsWith("1 are alive");
    }

    [Test]
    public void A_P_that_is_lost()
    {
        _go.Process.Sched.TakeIdleP();

        AssertFailsWith("one is lost or held twice");
    }

    [Test]
    public void A_P_held_by_an_M_and_idle_too()
    {
        _go.Process.AllP[0].M = _go.Process.Ms[0];

        AssertFailsWith("P0 is idle and belongs to M0");
    }

    [Test]
    public void A_wrong_number_of_spinning_Ms()
    {
        _go.Process.Sched.Spinning++;

        AssertFailsWith("0 Ms spin, nmspinning is 1");
    }

    [Test]
    public void A_slice_that_nobody_ran_in()
    {
        _go.Process.AllP[1].SchedTick++;

        AssertFailsWith("schedticks rose by 1 with 0 executions");
    }

    [Test]
    public void A_reader_that_sleeps_on_a_readable_descriptor()
    {
        var go = new GoStage(ps: 1);
        var (socket, pd) = go.Connection(1, 1_000);
        go.Run(go.Reader("reader", socket, pd), us: 500);
        var g = pd.Waiter!;
        Assert.That(g, Is.Not.Null);
        go.Stage.Run(2_000);
        Assert.That(pd.Waiter, Is.SameAs(g), "it has read and waits again");

        // A message that the socket holds but epoll was never told of.
        socket.DeliverAfter(SimDuration.Zero, new ClientMessage());
        pd.Instance!.Epoll.Remove(go.Process.Ms[0].Thread, pd.Item);
        Assert.That(() => go.Stage.Run(70_000_000), Throws.InstanceOf<InvariantViolationException>().With.Message.Contains("lost event"));
    }

    [Test]
    public void What_fails_is_told_with_time_event_and_seed()
    {
        _go.Process.Sched.Spinning++;
        _go.Submit(_go.Busy("next", 1));

        Assert.That(() => _go.Stage.Run(10_000), Throws.InstanceOf<InvariantViolationException>().With.Message.Contains("nmspinning is 1").And.Message.Contains("seed 1").And.Message.Contains("before event"));
    }

    private void AssertFailsWith(string what) =>
        Assert.That(() => _checker.Check(atEndOfInstant: true), Throws.InstanceOf<InvariantViolationException>().With.Message.Contains(what));

    private Goroutine Runnable()
    {
        var g = new Goroutine();
        g.Begin(99, null!);
        _go.Process.Counters.Live.Add(1, _go.Stage.Simulation.Now);
        _go.Process.MarkRunnable(g, _go.Stage.Simulation.Now, LatencyComponent.LocalQueue);
        return g;
    }

    private sealed class ClientMessage : GmpSim.Machine.IMessage
    {
        public int SizeBytes => 1;

        public LatencyClock Clock { get; } = new();

        public void Arrived(SimTime at)
        {
        }
    }
}
