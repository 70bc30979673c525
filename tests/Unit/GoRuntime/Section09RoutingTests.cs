using GmpSim.GoRuntime;
using GmpSim.Tests.Unit.Machine;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>Who becomes runnable where: the table of wake-ups. One P and nothing costs anything, so the order in which goroutines run shows it.</summary>
public sealed class Section09RoutingTests
{
    private GoStage _go = null!;
    private Channel _channel = null!;

    [SetUp]
    public void One_P()
    {
        _go = new(ps: 1, options => options with { Sysmon = false });
        _channel = _go.Process.Sync.NewChannel("c", capacity: 0);
    }

    [Test]
    public void A_receiver_that_waits_for_a_send_runs_next_and_whoever_was_to_run_next_goes_to_the_tail()
    {
        Act(main => main.Spawn(Noting("other")).Send(_channel).Note(), _ => Waiter("receiver").Receive(_channel));

        Assert.That(_go.Log, Is.EqualTo(new[] { "0us main", "0us receiver", "0us other" }));
    }

    [Test]
    public void A_sender_that_waits_for_a_receive_runs_next()
    {
        Act(main => main.Spawn(Noting("other")).Receive(_channel).Note(), _ => Waiter("sender").Send(_channel));

        Assert.That(_go.Log, Is.EqualTo(new[] { "0us main", "0us sender", "0us other" }));
    }

    [Test]
    public void Of_several_that_are_handed_something_the_last_runs_first_and_the_others_in_order()
    {
        Act(main => main.Send(_channel).Send(_channel).Send(_channel).Note(), name => Waiter(name).Receive(_channel), waiters: 3);

        Assert.That(_go.Log, Is.EqualTo(new[] { "0us main", "0us 3rd", "0us 1st", "0us 2nd" }));
    }

    [Test]
    public void A_close_readies_its_waiters_backwards_so_the_first_runs_next_then_the_last_up_to_the_second()
    {
        Act(main => main.Close(_channel).Note(), name => Waiter(name).Receive(_channel), waiters: 4);

        Assert.That(_go.Log, Is.EqualTo(new[] { "0us main", "0us 1st", "0us 4th", "0us 3rd", "0us 2nd" }));
    }

    [Test]
    public void The_winner_of_a_select_runs_next()
    {
        var never = _go.Process.Sync.NewChannel("never", 0);
        Act(main => main.Spawn(Noting("other")).Send(_channel).Note(), _ => Waiter("select").Select(SelectCase.Receive(_channel), SelectCase.Receive(never)));

        Assert.That(_go.Log, Is.EqualTo(new[] { "0us main", "0us select case 0", "0us select", "0us other" }));
    }

    [Test]
    public void An_unlock_readies_one_waiter_to_run_next_and_the_unlocker_goes_on()
    {
        var mutex = _go.Process.Sync.NewMutex("m");
        Act(
            main => main.Spawn(Noting("other")).Unlock(mutex).Cpu(5).Note(),
            name => Waiter(name).Lock(mutex),
            waiters: 2,
            before: main => main.Lock(mutex));

        Assert.That(_go.Log, Is.EqualTo(new[] { "5us main", "5us 1st", "5us other" }), "nobody unlocks for the 2nd");
    }

    [Test]
    public void An_unlock_in_starvation_mode_hands_the_mutex_over_and_the_waiter_runs_at_once()
    {
        var mutex = _go.Process.Sync.NewMutex("m");
        var waiter = Waiter("waiter").Lock(mutex).Note().Unlock(mutex);
        // The waiter is woken after 2 ms, finds the mutex taken again, and asks for starvation mode.
        _go.Run(new Script(_go, "main").Lock(mutex).SpawnAndLetPark(waiter).Cpu(2_000).Unlock(mutex).Lock(mutex).Yield()
            .Spawn(Noting("other")).Unlock(mutex).Note().Run);

        Assert.That(_go.Log, Is.EqualTo(new[] { "2000us waiter", "2000us other", "2000us main" }), "ahead of the unlocker, which yields to the tail");
    }

    [Test]
    public void A_group_that_is_done_readies_its_waiters_in_order_so_the_last_runs_first()
    {
        var group = _go.Process.Sync.NewWaitGroup("g");
        Act(main => main.Done(group).Note(), name => Waiter(name).Wait(group), waiters: 4, before: main => main.Add(group));

        Assert.That(_go.Log, Is.EqualTo(new[] { "0us main", "0us 4th", "0us 1st", "0us 2nd", "0us 3rd" }));
    }

    [Test]
    public void A_writer_that_unlocks_readies_the_readers_in_order_so_the_last_runs_first()
    {
        var mutex = _go.Process.Sync.NewReadWriteMutex("rw");
        Act(main => main.Unlock(mutex).Note(), name => Waiter(name).ReadLock(mutex), waiters: 4, before: main => main.Lock(mutex));

        Assert.That(_go.Log, Is.EqualTo(new[] { "0us main", "0us 4th", "0us 1st", "0us 2nd", "0us 3rd" }));
    }

    [Test]
    public void A_release_readies_one_waiter_of_a_semaphore_to_run_next()
    {
        var semaphore = _go.Process.Sync.NewSemaphore(_go.Stage.Host.Hardware.NewLine());
        Act(main => main.Spawn(Noting("other")).Release(semaphore).Note(), name => Waiter(name).Acquire(semaphore), waiters: 2);

        Assert.That(_go.Log, Is.EqualTo(new[] { "0us main", "0us 1st", "0us other" }));
    }

    [Test]
    public void An_item_given_back_goes_to_the_goroutine_that_has_waited_longest_and_it_runs_next()
    {
        var pool = _go.Process.Sync.NewPool("db", size: 1);
        Act(main => main.Spawn(Noting("other")).Release(pool).Note(), name => Waiter(name).Acquire(pool), waiters: 2, before: main => main.Acquire(pool));

        Assert.That(_go.Log, Is.EqualTo(new[] { "0us main", "0us 1st", "0us other" }));
    }

    [Test]
    public void With_an_idle_P_the_oldest_of_the_readied_is_stolen_first_while_the_newest_stays_for_its_waker()
    {
        var go = new GoStage(ps: 2, options => options with { Sysmon = false }, free => free with { FutexWake = Stage.Us(1) });
        var channel = go.Process.Sync.NewChannel("c", 0);
        Script Receiver(string name) => new Script(go, name).Receive(channel).NoteP().Cpu(100);
        go.Stage.At(1_000, () => go.Process.SubmitToLocal(go.Process.AllP[0], new Script(go, "main").Send(channel).Send(channel).Cpu(10), clock: null));
        go.Run(new Script(go, "start").SpawnAndLetPark(Receiver("1st"), Receiver("2nd")).Run);

        Assert.That(go.Log, Has.Count.EqualTo(2));
        Assert.That(go.Log[0], Does.EndWith("1st on P1"), "taken from the ring");
        Assert.That(go.Log[1], Does.EndWith("2nd on P0"), "from runnext, when its waker ends");
    }

    /// <summary>Main starts the waiters, lets each park, and then does what is to be seen.</summary>
    private void Act(Func<Script, Script> act, Func<string, Script> waiter, int waiters = 1, Func<Script, Script>? before = null)
    {
        string[] names = ["1st", "2nd", "3rd", "4th"];
        var main = new Script(_go, "main");
        if (before is not null) before(main);
        main.SpawnAndLetPark([.. names[..waiters].Select(name => waiter(name).Note())]);
        _go.Run(act(main).Run);
    }

    private Script Waiter(string name) => new(_go, name);

    private Script Noting(string name) => new Script(_go, name).Note();
}
