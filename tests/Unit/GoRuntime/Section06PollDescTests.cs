using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Tests.Unit.Machine;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>The poll state of one descriptor: its semaphores, its mutex, its deadlines, its end.</summary>
public sealed class Section06PollDescTests
{
    private static readonly Goroutine s_g = new();

    [TestCase("nil", "block", "wait", ExpectedResult = "not ready")]
    [TestCase("ready", "block", "nil", ExpectedResult = "ready")]
    [TestCase("wait", "commit", "G", ExpectedResult = "parked")]
    [TestCase("ready", "commit", "ready", ExpectedResult = "refused")]
    [TestCase("nil", "commit", "nil", ExpectedResult = "refused")]
    [TestCase("nil", "event", "ready", ExpectedResult = "nobody")]
    [TestCase("wait", "event", "ready", ExpectedResult = "nobody")]
    [TestCase("ready", "event", "ready", ExpectedResult = "nobody")]
    [TestCase("G", "event", "ready", ExpectedResult = "G")]
    [TestCase("nil", "deadline or close", "nil", ExpectedResult = "nobody")]
    [TestCase("wait", "deadline or close", "nil", ExpectedResult = "nobody")]
    [TestCase("ready", "deadline or close", "ready", ExpectedResult = "nobody")]
    [TestCase("G", "deadline or close", "nil", ExpectedResult = "G")]
    [TestCase("nil", "go on", "nil", ExpectedResult = "not ready")]
    [TestCase("ready", "go on", "nil", ExpectedResult = "ready")]
    [TestCase("nil", "reset", "nil", ExpectedResult = "")]
    [TestCase("ready", "reset", "nil", ExpectedResult = "")]
    public string Every_transition_of_a_semaphore(string from, string what, string to)
    {
        var semaphore = In(from);

        var result = what switch
        {
            "block" => semaphore.Block() ? "ready" : "not ready",
            "commit" => semaphore.Commit(s_g) ? "parked" : "refused",
            "event" => semaphore.Unblock(ioReady: true) is null ? "nobody" : "G",
            "deadline or close" => semaphore.Unblock(ioReady: false) is null ? "nobody" : "G",
            "go on" => semaphore.Finish() ? "ready" : "not ready",
            _ => Reset(ref semaphore),
        };

        Assert.That(StateOf(semaphore), Is.EqualTo(to));
        return result;
    }

    [TestCase("wait")]
    [TestCase("G")]
    public void Two_goroutines_cannot_wait_in_one_direction(string state)
    {
        var semaphore = In(state);

        Assert.That(() => semaphore.Block(), Throws.InvalidOperationException.With.Message.EqualTo("runtime: double wait"));
    }

    /// <remarks>The poller sleeps whole milliseconds: below one it sleeps one, 1.7 ms it sleeps 1 and 1 again.</remarks>
    [TestCase(700, "1000us reader Timeout")]
    [TestCase(1_000, "1000us reader Timeout")]
    [TestCase(1_700, "2000us reader Timeout")]
    public void A_wait_ends_at_its_deadline(long deadlineUs, string ends)
    {
        var go = new GoStage(ps: 1);
        RunReader(go, before: (m, pd) => go.Process.Netpoller.SetDeadline(m, pd, read: true, write: false, At(deadlineUs)));

        Assert.That(go.Log, Is.EqualTo(new[] { ends }));
        Assert.That(go.Process.Netpoller.Instances[0].Waiters, Is.Zero);
    }

    [Test]
    public void Data_that_comes_before_the_deadline_ends_the_wait_without_an_error()
    {
        var go = new GoStage(ps: 1);
        RunReader(go, before: (m, pd) => go.Process.Netpoller.SetDeadline(m, pd, read: true, write: true, At(50_000)), 1_000);

        Assert.That(go.Log, Is.EqualTo(new[] { "1000us reader None" }));
    }

    [Test]
    public void A_deadline_in_the_past_ends_a_wait_at_once()
    {
        var go = new GoStage(ps: 1);
        var (_, pd) = go.Connection(1);
        go.Run(async (m, _) =>
        {
            go.Process.Open(m, pd);
            go.Spawn(m, go.After(1_000, who => go.Process.Netpoller.SetDeadline(who, pd, read: true, write: false, At(100))));
            go.Spawn(m, go.Waiter("reader", pd, PollMode.Read));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        Assert.That(go.Log, Is.EqualTo(new[] { "1000us reader Timeout" }));
    }

    [Test]
    public void A_deadline_that_was_moved_does_not_fire_at_its_old_time()
    {
        var go = new GoStage(ps: 1);
        RunReader(go, before: (m, pd) =>
        {
            go.Process.Netpoller.SetDeadline(m, pd, read: true, write: false, At(2_000));
            go.Process.Netpoller.SetDeadline(m, pd, read: true, write: false, At(5_000));
        });

        Assert.That(go.Log, Is.EqualTo(new[] { "5000us reader Timeout" }));
    }

    [Test]
    public void A_deadline_that_was_taken_away_does_not_fire()
    {
        var go = new GoStage(ps: 1);
        var descriptor = RunReader(go, before: (m, pd) =>
        {
            go.Process.Netpoller.SetDeadline(m, pd, read: true, write: false, At(2_000));
            go.Process.Netpoller.SetDeadline(m, pd, read: true, write: false, SimTime.MaxValue);
        });

        Assert.That(go.Log, Is.Empty);
        Assert.That(descriptor.Waiter, Is.Not.Null);
    }

    [TestCase(2_000, ExpectedResult = "2000us writer Timeout, 2000us reader Timeout")]
    [TestCase(3_000, ExpectedResult = "2000us reader Timeout, 3000us writer Timeout")]
    public string One_timer_serves_both_directions_when_their_deadlines_are_equal(long writeUs)
    {
        var go = new GoStage(ps: 1);
        var (_, pd) = go.Connection(1);
        go.Run(async (m, _) =>
        {
            go.Process.Open(m, pd);
            go.Process.Netpoller.SetDeadline(m, pd, read: true, write: true, At(2_000));
            go.Process.Netpoller.SetDeadline(m, pd, read: false, write: true, At(writeUs));
            go.Spawn(m, go.After(1_000, who =>
            {
                go.Spawn(who, go.Waiter("reader", pd, PollMode.Read)); // later, for a fresh socket has an event for writers
                go.Spawn(who, go.Waiter("writer", pd, PollMode.Write));
            }));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        return string.Join(", ", go.Log); // the reader is readied first, so the writer is the one in runnext
    }

    [Test]
    public void Closing_ends_the_waits_of_both_directions_and_takes_the_descriptor_out_of_epoll()
    {
        var go = new GoStage(ps: 1);
        var (socket, pd) = go.Connection(1);
        go.Run(async (m, _) =>
        {
            go.Process.Open(m, pd);
            go.Spawn(m, go.After(2_000, who => go.Process.Netpoller.Close(who, pd)));
            go.Spawn(m, go.After(1_000, who =>
            {
                go.Spawn(who, go.Waiter("reader", pd, PollMode.Read));
                go.Spawn(who, go.Waiter("writer", pd, PollMode.Write));
            }));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        Assert.That(go.Log, Is.EqualTo(new[] { "2000us writer Closing", "2000us reader Closing" }));
        Assert.That(pd.Item.Epoll, Is.Null);
        Assert.That(go.Process.Netpoller.Instances[0].Waiters, Is.Zero);
        Assert.That(go.Process.NewPollDesc(socket), Is.Not.SameAs(pd), "who waited may still ask it");
    }

    [Test]
    public void Goroutines_that_read_one_descriptor_take_turns_in_the_order_in_which_they_came()
    {
        var go = new GoStage(ps: 1);
        var (socket, pd) = go.Connection(1, 1_000, 2_000, 3_000);
        go.Run(async (m, _) =>
        {
            go.Process.Open(m, pd);
            for (var i = 1; i <= 3; i++) go.Spawn(m, LockedReader(go, $"reader {i}", socket, pd));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        // The last go statement leaves its goroutine in runnext: it comes first, then the others from the ring.
        Assert.That(go.Log, Is.EqualTo(new[] { "1000us reader 3", "2000us reader 1", "3000us reader 2" }));
        Assert.That(pd.Mutex!.IsInUse, Is.False);
    }

    private static SimTime At(long us) => SimTime.Zero + Stage.Us(us);

    private static PollDesc RunReader(GoStage go, Action<WorkerThread, PollDesc> before, params long[] arrivalsUs)
    {
        var (_, pd) = go.Connection(1, arrivalsUs);
        go.Run(async (m, _) =>
        {
            go.Process.Open(m, pd);
            before(m, pd);
            go.Spawn(m, go.Waiter("reader", pd, PollMode.Read));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        }, us: 20_000);
        return pd;
    }

    private static Func<WorkerThread, Goroutine, Process<RunOutcome>> LockedReader(GoStage go, string name, GmpSim.Machine.TcpSocket socket, PollDesc pd)
    {
        var hasLock = false;
        return async (m, g) =>
        {
            await m.Thread.Settle();
            if (!hasLock)
            {
                if (!Netpoller.TryLock(g, pd, PollMode.Read)) return RunOutcome.Parked;
                hasLock = true;
                Netpoller.Reset(pd, PollMode.Read);
            }

            while (!socket.HasMessage)
            {
                if (go.Process.Netpoller.Park(m, g, pd, PollMode.Read)) return RunOutcome.Parked;
            }

            socket.Receive();
            go.Note(name);
            go.Process.Netpoller.Unlock(m, pd, PollMode.Read);
            return RunOutcome.Exited;
        };
    }

    private static PollSemaphore In(string state)
    {
        var semaphore = default(PollSemaphore);
        if (state == "ready") semaphore.Unblock(ioReady: true);
        if (state is "wait" or "G") semaphore.Block();
        if (state == "G") semaphore.Commit(s_g);
        return semaphore;
    }

    private static string Reset(ref PollSemaphore semaphore)
    {
        semaphore.Reset();
        return "";
    }

    private static string StateOf(PollSemaphore semaphore)
    {
        if (semaphore.IsNil) return "nil";
        if (semaphore.IsReady) return "ready";
        return semaphore.IsWait ? "wait" : "G";
    }
}
