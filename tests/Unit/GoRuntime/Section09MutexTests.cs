using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Machine;
using GmpSim.Tests.Unit.Machine;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>sync.Mutex, RWMutex, WaitGroup and pools, in times worked out by hand.</summary>
public sealed class Section09MutexTests
{
    [Test]
    public void A_free_mutex_costs_one_write_to_its_line_and_so_does_giving_it_back()
    {
        var go = OneP(costs: free => free with { RmwLocal = SimDuration.FromNanoseconds(5) });
        var mutex = go.Process.Sync.NewMutex("m");
        go.Run(new Script(go, "main").Lock(mutex).Note("holds it").Unlock(mutex).Note("has given it back").Run);

        Assert.That(go.Log, Is.EqualTo(new[] { "0.005us main holds it", "0.01us main has given it back" }));
    }

    [Test]
    public void A_mutex_that_wanders_between_cores_costs_the_transfer_of_its_line()
    {
        var go = Cores(2, costs: free => free with { TransferLlc = SimDuration.FromNanoseconds(25), RmwLocal = SimDuration.FromNanoseconds(5) });
        var mutex = go.Process.Sync.NewMutex("m");
        go.Stage.At(100, () => go.Process.SubmitToLocal(go.Process.AllP[0], At(go, 200, new Script(go, "one")).Lock(mutex).Note("in").Unlock(mutex).Cpu(1_000), clock: null));
        go.Stage.At(100, () => go.Process.SubmitToLocal(go.Process.AllP[1], At(go, 300, new Script(go, "two")).Lock(mutex).Note("in"), clock: null));
        go.Run(new Script(go, "main").Run);

        Assert.That(go.Log, Is.EqualTo(new[] { "200.005us one in", "300.03us two in" }));
    }

    [Test]
    public void A_newcomer_that_is_on_a_core_takes_the_mutex_before_the_waiter_that_was_woken()
    {
        var go = OneP();
        var mutex = go.Process.Sync.NewMutex("m");
        go.Run(new Script(go, "main").Lock(mutex).SpawnAndLetPark(new Script(go, "waiter").Lock(mutex).Note())
            .Unlock(mutex).Lock(mutex).Note("has it again").Yield().Unlock(mutex).Run);

        Assert.That(go.Log, Is.EqualTo(new[] { "0us main has it again", "0us waiter" }));
    }

    [Test]
    public void A_waiter_that_lost_queues_again_in_front_of_those_that_came_after_it()
    {
        var go = OneP();
        var mutex = go.Process.Sync.NewMutex("m");
        Script Waiter(string name) => new Script(go, name).Lock(mutex).Note().Unlock(mutex);
        // The first waiter is woken, finds the mutex taken again and queues anew; then each unlock lets one pass.
        go.Run(new Script(go, "main").Lock(mutex).SpawnAndLetPark(Waiter("1st"), Waiter("2nd"), Waiter("3rd"))
            .Unlock(mutex).Lock(mutex).Yield().Unlock(mutex).Run);

        Assert.That(go.Log, Is.EqualTo(new[] { "0us 1st", "0us 2nd", "0us 3rd" }));
    }

    [Test]
    public void Whoever_finds_it_locked_spins_four_rounds_while_its_holder_runs_and_then_parks()
    {
        var go = Spinners();
        var mutex = go.Process.Sync.NewMutex("m");
        Goroutine? seeker = null;
        var status = new List<GoroutineStatus>();
        go.Stage.At(100, () => go.Process.SubmitToLocal(go.Process.AllP[0], At(go, 200, new Script(go, "holder")).Lock(mutex).Cpu(50).Unlock(mutex), clock: null));
        go.Stage.At(100, () => go.Process.SubmitToLocal(go.Process.AllP[1], At(go, 210, new Script(go, "seeker")).Then((_, g) => seeker = g).Lock(mutex).Note("in"), clock: null));
        foreach (var us in new[] { 213, 215 }) go.Stage.At(us, () => status.Add(seeker!.Status));
        go.Run(new Script(go, "main").Run);

        // Four rounds of 1 us from 210 to 214.
        Assert.That(status, Is.EqualTo(new[] { GoroutineStatus.Running, GoroutineStatus.Waiting }));
        Assert.That(go.Log, Is.EqualTo(new[] { "250us seeker in" }));
    }

    [TestCase(2.5, 213)]
    [TestCase(0.5, 211)]
    public void One_that_spins_takes_the_mutex_at_the_end_of_the_round_in_which_it_is_given_back(double heldUs, double takenAtUs)
    {
        var go = Spinners();
        var mutex = go.Process.Sync.NewMutex("m");
        go.Stage.At(100, () => go.Process.SubmitToLocal(go.Process.AllP[0], At(go, 210, new Script(go, "holder")).Lock(mutex).Cpu(heldUs).Unlock(mutex).Cpu(500), clock: null));
        go.Stage.At(101, () => go.Process.SubmitToLocal(go.Process.AllP[1], At(go, 210, new Script(go, "spinner")).Lock(mutex).Note("in"), clock: null));
        go.Run(new Script(go, "main").Run);

        Assert.That(go.Log, Is.EqualTo(new[] { $"{takenAtUs}us spinner in" }));
    }

    [TestCase(false, false, GoroutineStatus.Running)]
    [TestCase(true, false, GoroutineStatus.Waiting)]
    [TestCase(false, true, GoroutineStatus.Waiting)]
    public void Nobody_spins_beside_work_of_its_own_or_while_no_other_P_is_at_work(bool hasOwnWork, bool holderSleeps, GoroutineStatus afterOneRound)
    {
        var go = Spinners();
        var mutex = go.Process.Sync.NewMutex("m");
        var holder = new Script(go, "holder").Lock(mutex);
        holder = holderSleeps ? holder.Sleep(5_000) : holder.Cpu(5_000);
        Goroutine? seeker = null;
        var script = At(go, 210, new Script(go, "seeker")).Then((_, g) => seeker = g);
        if (hasOwnWork) script.Spawn(new Script(go, "own work"));
        var status = GoroutineStatus.Idle;
        go.Stage.At(100, () => go.Process.SubmitToLocal(go.Process.AllP[0], holder, clock: null));
        go.Stage.At(100, () => go.Process.SubmitToLocal(go.Process.AllP[1], script.Lock(mutex), clock: null));
        go.Stage.At(211, () => status = seeker!.Status);
        go.Run(new Script(go, "main").Run, us: 1_000);

        Assert.That(status, Is.EqualTo(afterOneRound));
    }

    [Test]
    public void After_a_millisecond_a_waiter_that_loses_once_more_makes_the_mutex_starve_and_gets_it_from_the_next_unlock()
    {
        var go = OneP();
        var mutex = go.Process.Sync.NewMutex("m");
        var waiter = new Script(go, "waiter").Lock(mutex).Note().Unlock(mutex);
        go.Run(new Script(go, "main").Lock(mutex).SpawnAndLetPark(waiter)
            .Cpu(1_001).Unlock(mutex).Lock(mutex).Yield() // the waiter runs, finds it taken, and asks for starvation mode
            .Then((_, _) => go.Note($"starving: {mutex.IsStarving}"))
            .Unlock(mutex).Then((_, _) => go.Note($"starving: {mutex.IsStarving}")).Run);

        Assert.That(go.Log, Is.EqualTo(new[] { "1001us starving: True", "1001us waiter", "1001us starving: False" }), "the last waiter ends the mode");
    }

    [Test]
    public void A_waiter_of_exactly_a_millisecond_does_not_ask_for_starvation_mode()
    {
        var go = OneP();
        var mutex = go.Process.Sync.NewMutex("m");
        go.Run(new Script(go, "main").Lock(mutex).SpawnAndLetPark(new Script(go, "waiter").Lock(mutex).Unlock(mutex))
            .Cpu(1_000).Unlock(mutex).Lock(mutex).Yield().Then((_, _) => go.Note($"starving: {mutex.IsStarving}")).Unlock(mutex).Run);

        Assert.That(go.Log, Is.EqualTo(new[] { "1000us starving: False" }));
    }

    [Test]
    public void In_starvation_mode_newcomers_queue_behind_and_waiters_get_the_mutex_in_order_until_one_has_not_waited_long()
    {
        var go = OneP();
        var mutex = go.Process.Sync.NewMutex("m");
        Script Waiter(string name) => new Script(go, name).Lock(mutex).Then((_, _) => go.Note($"{name}, starving: {mutex.IsStarving}")).Unlock(mutex);
        go.Run(new Script(go, "main").Lock(mutex).SpawnAndLetPark(Waiter("1st"), Waiter("2nd"))
            .Cpu(2_000).Unlock(mutex).Lock(mutex).Yield()
            .SpawnAndLetPark(Waiter("late"), Waiter("later"))
            .Unlock(mutex).Lock(mutex).Note("comes last").Unlock(mutex).Run);

        // 1st and 2nd have waited 2 ms: the mode goes on. "late" has waited for nothing and ends it; its unlock readies "later",
        // which runs next, while main stands in the ring since its own unlock.
        Assert.That(go.Log, Is.EqualTo(new[]
        {
            "2000us 1st, starving: True", "2000us 2nd, starving: True", "2000us late, starving: False", "2000us later, starving: False", "2000us main comes last",
        }));
    }

    [Test]
    public void Whatever_they_do_no_two_hold_a_mutex_and_everybody_gets_it()
    {
        foreach (var ps in new[] { 1, 2, 4, 8 })
        {
            var go = new GoStage(ps, options: null, free => free with { FutexWake = Stage.Us(1), TransferLlc = SimDuration.FromNanoseconds(50) }, goCosts: free => free with { MutexSpin = Stage.Us(1) });
            var mutex = go.Process.Sync.NewMutex("m");
            var random = go.Stage.Simulation.Stream("test");
            int inside = 0, passed = 0;
            Script Actor(int number) => new Script(go, $"actor {number}").Times(50, actor => actor
                .Cpu(random.NextBelow(30)).Lock(mutex)
                .Then((_, _) => Assert.That(++inside, Is.EqualTo(1), "holders"))
                .Cpu(random.NextBelow(40))
                .Then((_, _) =>
                {
                    inside--;
                    passed++;
                })
                .Unlock(mutex));
            go.Run(new Script(go, "main").Spawn([.. Enumerable.Range(0, 20).Select(Actor)]).Run);

            Assert.That(passed, Is.EqualTo(1_000), $"passages with {ps} Ps");
        }
    }

    [Test]
    public void Unlocking_what_nobody_holds_ends_the_run()
    {
        Assert.That(() => Failing(go => new Script(go, "main").Unlock(go.Process.Sync.NewMutex("m"))), Throws.TypeOf<GoPanicException>().With.Message.Contains("unlock of unlocked mutex: 'm'"));
        Assert.That(() => Failing(go => new Script(go, "main").ReadUnlock(go.Process.Sync.NewReadWriteMutex("rw"))), Throws.TypeOf<GoPanicException>().With.Message.Contains("RUnlock of unlocked RWMutex: 'rw'"));
        Assert.That(() => Failing(go => new Script(go, "main").Unlock(go.Process.Sync.NewReadWriteMutex("rw"))), Throws.TypeOf<GoPanicException>().With.Message.Contains("Unlock of unlocked RWMutex: 'rw'"));
        Assert.That(() => Failing(go => new Script(go, "main").Done(go.Process.Sync.NewWaitGroup("g"))), Throws.TypeOf<GoPanicException>().With.Message.Contains("negative WaitGroup counter: 'g'"));
        Assert.That(() => Failing(go => new Script(go, "main").Release(go.Process.Sync.NewPool("db", 1))), Throws.TypeOf<GoPanicException>().With.Message.Contains("released more than held: 'db'"));
    }

    [Test]
    public void Readers_read_together_and_a_writer_that_waits_for_them_keeps_new_ones_out()
    {
        var go = OneP();
        var mutex = go.Process.Sync.NewReadWriteMutex("rw");
        var writer = new Script(go, "writer").Lock(mutex).Note("writes").Yield().Unlock(mutex);
        Script Reader(string name) => new Script(go, name).ReadLock(mutex).Note().ReadUnlock(mutex);
        go.Run(new Script(go, "main").ReadLock(mutex).SpawnAndLetPark(Reader("early"), writer, Reader("late")).Note("stops reading").ReadUnlock(mutex).Run);

        Assert.That(go.Log, Is.EqualTo(new[] { "0us early", "0us main stops reading", "0us writer writes", "0us late" }));
    }

    [Test]
    public void Writers_exclude_each_other_and_readers_that_came_meanwhile_go_before_the_next_writer()
    {
        var go = OneP();
        var mutex = go.Process.Sync.NewReadWriteMutex("rw");
        Script Writer(string name) => new Script(go, name).Lock(mutex).Note().Unlock(mutex);
        var reader = new Script(go, "reader").ReadLock(mutex).Cpu(10).Note().ReadUnlock(mutex);
        go.Run(new Script(go, "main").Lock(mutex).SpawnAndLetPark(Writer("writer"), reader).Cpu(5).Unlock(mutex).Run);

        // Unlock readies the reader and then the writer, which runs first but announces itself to a reader that has not left.
        Assert.That(go.Log, Is.EqualTo(new[] { "15us reader", "15us writer" }));
    }

    [Test]
    public void A_group_is_waited_for_until_the_last_is_done()
    {
        var go = OneP();
        var group = go.Process.Sync.NewWaitGroup("g");
        Script Child(long us) => new Script(go, "child").Cpu(us).Note().Done(group);
        go.Run(new Script(go, "main").Add(group).Add(group).Spawn(Child(10), Child(20)).Wait(group).Note("goes on").Wait(group).Note("need not wait again").Run);

        Assert.That(go.Log, Is.EqualTo(new[] { "20us child", "30us child", "30us main goes on", "30us main need not wait again" }));
    }

    [Test]
    public void A_pool_gives_out_no_more_than_it_has_and_nobody_overtakes_one_that_waits()
    {
        var go = OneP();
        var pool = go.Process.Sync.NewPool("db", 2);
        Script User(string name) => new Script(go, name).Acquire(pool).Note().Yield().Release(pool);
        go.Run(new Script(go, "main").Acquire(pool).Acquire(pool).SpawnAndLetPark(User("1st"), User("2nd"))
            .Release(pool).Acquire(pool).Note("had to wait").Run);

        // What main gives back goes to the 1st, though it has not run yet; so main queues behind the 2nd.
        Assert.That(go.Log, Is.EqualTo(new[] { "0us 1st", "0us 2nd", "0us main had to wait" }));
        Assert.That(pool.Taken, Is.EqualTo(2));
    }

    private static void Failing(Func<GoStage, Script> main)
    {
        var go = OneP();
        go.Run(main(go).Run);
    }

    private static GoStage OneP(Func<MachineCosts, MachineCosts>? costs = null) => new(ps: 1, options => options with { Sysmon = false }, costs);

    private static GoStage Cores(int ps, Func<MachineCosts, MachineCosts>? costs = null) => new(ps, options => options with { Sysmon = false, Steal = false }, costs);

    /// <summary>Three Ps, so that with one of them idle there may be one that spins; a round takes 1 µs.</summary>
    private static GoStage Spinners(int cores = 8) =>
        new(ps: 3, options => options with { Sysmon = false, Steal = false }, cores: cores, goCosts: free => free with { MutexSpin = Stage.Us(1) });

    /// <summary>Computes until an instant.</summary>
    private static Script At(GoStage go, long us, Script script) => script.Then((m, _) => m.Thread.Spend(SimTime.Zero + Stage.Us(us) - m.Thread.LocalNow));
}
