using GmpSim.GoRuntime;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>The checker finds goroutines that wait without need or where nobody knows of them: each test breaks one rule of a process at rest.</summary>
public sealed class SyncInvariantTests
{
    private GoStage _go = null!;
    private Channel _channel = null!;

    [SetUp]
    public void A_receiver_at_rest()
    {
        _go = new(ps: 2);
        _channel = _go.Process.Sync.NewChannel("c", 2);
        _go.Run(new Script(_go, "receiver").Receive(_channel).Run, us: 50_000);
        Assert.That(Check, Throws.Nothing);
    }

    [Test]
    public void A_goroutine_taken_out_of_its_queue_and_not_woken()
    {
        _channel.Receivers.TakeFirst();

        AssertFailsWith("0 goroutines are in queues, running or parked; 1 are alive");
    }

    [Test]
    public void A_waiting_goroutine_that_is_not_parked()
    {
        _channel.Receivers.First!.G.Status = GoroutineStatus.Running;

        AssertFailsWith("is parked at channel c with status Running");
    }

    [Test]
    public void A_sender_that_waits_beside_room_in_the_buffer()
    {
        _channel.Senders.PutLast(_channel.Receivers.TakeFirst()!);

        AssertFailsWith("channel c: goroutine 1 waits to send with 0 of 2 places taken");
    }

    [Test]
    public void A_goroutine_that_sleeps_for_a_semaphore_that_stands_above_zero()
    {
        var semaphore = _go.Process.Sync.NewSemaphore(_go.Stage.Host.Hardware.NewLine(), count: 1);
        _go.Process.Sync.Shared.Add(new SemaphoreOwner(semaphore));
        semaphore.Queue.PutLast(_channel.Receivers.TakeFirst()!);

        AssertFailsWith("semaphore: goroutine 1 sleeps while the semaphore stands at 1 with 0 woken");
    }

    private void Check() => ((InvariantChecker)_go.Stage.Simulation.Observer!).Check(atEndOfInstant: false);

    private void AssertFailsWith(string words) => Assert.That(Check, Throws.TypeOf<InvariantViolationException>().With.Message.Contains(words));
}
