using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Tests.Unit.Machine;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>Semaphores (sema.go), in nanoseconds worked out by hand.</summary>
public sealed class Section09SemaphoreTests
{
    private static GoCosts Priced(GoCosts free) => free with
    {
        SemaphoreOp = SimDuration.FromNanoseconds(9),
        Ready = SimDuration.FromNanoseconds(20),
        Switch = SimDuration.FromNanoseconds(100),
    };

    [Test]
    public void What_is_there_is_taken_without_the_buckets_lock_and_what_is_not_is_waited_for()
    {
        var go = OneP(Priced);
        var semaphore = New(go, count: 1);
        var second = new Script(go, "second").Acquire(semaphore).Note();
        go.Run(new Script(go, "first").Acquire(semaphore).Note().Spawn(second).Yield().Release(semaphore).Note("has released").Run);

        // First 100, free of charge; second 200, queues until 209; first 309, dequeues and readies until 338; second 438.
        Assert.That(go.Log, Is.EqualTo(new[] { "0.1us first", "0.338us first has released", "0.438us second" }));
    }

    [Test]
    public void Waiters_pass_in_the_order_in_which_they_came_but_those_that_queue_in_front_pass_last_come_first()
    {
        var go = OneP();
        var semaphore = New(go);
        Script Waiter(string name, bool lifo) => new Script(go, name).Acquire(semaphore, lifo).Note();
        go.Run(new Script(go, "main")
            .SpawnAndLetPark(Waiter("1st", lifo: false), Waiter("2nd", lifo: false), Waiter("3rd, in front", lifo: true), Waiter("4th, in front", lifo: true))
            .Times(4, main => main.Release(semaphore).Yield()).Run);

        Assert.That(go.Log, Is.EqualTo(new[] { "0us 4th, in front", "0us 3rd, in front", "0us 1st", "0us 2nd" }));
    }

    [Test]
    public void A_woken_waiter_that_finds_the_count_taken_waits_again()
    {
        var go = OneP();
        var semaphore = New(go);
        go.Run(new Script(go, "main").SpawnAndLetPark(new Script(go, "waiter").Acquire(semaphore).Note())
            .Release(semaphore).Acquire(semaphore).Note("was quicker").Sleep(5_000).Release(semaphore).Run);

        Assert.That(go.Log, Is.EqualTo(new[] { "0us main was quicker", "5000us waiter" }));
    }

    [Test]
    public void A_hand_off_gives_the_count_with_the_wake_up_and_the_releaser_goes_to_the_tail_of_its_own_ring()
    {
        var go = OneP(Priced);
        var semaphore = New(go);
        var other = new Script(go, "other").Note();
        go.Run(new Script(go, "main").SpawnAndLetPark(new Script(go, "waiter").Acquire(semaphore).Note()).Spawn(other)
            .Release(semaphore, handOff: true).Note("goes on").Run);

        // Main 100, waiter 200, parks 209, main 309, hands over 338; waiter 438, other (pushed out of runnext) 538, main 638.
        Assert.That(go.Log, Is.EqualTo(new[] { "0.438us waiter", "0.538us other", "0.638us main goes on" }));
        Assert.That(semaphore.Count, Is.Zero);
    }

    [Test]
    public void A_hand_off_without_a_waiter_is_a_release()
    {
        var go = OneP();
        var semaphore = New(go);
        go.Run(new Script(go, "main").Release(semaphore, handOff: true).Note().Run);

        Assert.That(go.Log, Is.EqualTo(new[] { "0us main" }));
        Assert.That(semaphore.Count, Is.EqualTo(1u));
    }

    [Test]
    public void Semaphores_share_251_buckets_so_a_release_locks_one_where_others_wait()
    {
        var go = OneP(Priced);
        var busy = New(go);
        for (var address = 1; address < 251; address++) New(go);
        var sameBucket = New(go);
        var otherBucket = New(go);
        go.Run(new Script(go, "main").SpawnAndLetPark(new Script(go, "waiter").Acquire(busy))
            .Release(otherBucket).Note("other bucket").Release(sameBucket).Note("same bucket").Run);

        // Main 100, waiter 200, parks 209, main 309.
        Assert.That(go.Log, Is.EqualTo(new[] { "0.309us main other bucket", "0.318us main same bucket" }));
    }

    private static GoStage OneP(Func<GoCosts, GoCosts>? costs = null) => new(ps: 1, options => options with { Sysmon = false }, goCosts: costs);

    /// <summary>A semaphore that the checker looks at as well, in the guise of the group that it would belong to.</summary>
    private static GmpSim.GoRuntime.Semaphore New(GoStage go, uint count = 0)
    {
        var semaphore = go.Process.Sync.NewSemaphore(go.Stage.Host.Hardware.NewLine(), count);
        go.Process.Sync.Shared.Add(new SemaphoreOwner(semaphore));
        return semaphore;
    }
}
