using GmpSim.GoRuntime;
using GmpSim.Tests.Unit.Machine;
using ThreadState = GmpSim.Machine.ThreadState;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>Where threads come from, and goroutines that are locked to theirs.</summary>
public sealed class Section05LockedThreadTests
{
    // 5.5 Threads

    [Test]
    public void A_new_thread_costs_its_maker_the_clone_and_runs_after_its_start()
    {
        var go = new GoStage(ps: 2, options => options with { Runnext = false, Sysmon = false }, free => free with { ThreadCreate = Stage.Us(10), ThreadStart = Stage.Us(5) });
        go.Run(new Script(go, "main").Spawn(new Script(go, "child").NoteP()).Note().Cpu(100));

        // M0 runs from 5 on, clones until 15, and M1 is there 5 later.
        Assert.That(go.Log, Is.EqualTo(new[] { "15us main", "20us child on P1" }));
    }

    [Test]
    public void Threads_are_as_many_as_Ps_and_goroutines_in_calls_at_once_and_they_stay()
    {
        var go = new GoStage(ps: 1, options => options with { Sysmon = false });
        var callers = Enumerable.Range(0, 8).Select(i => new Script(go, $"caller {i}").Times(5, again => again.Call(100, SyscallKind.KnownToBlock))).ToArray();
        go.Run(new Script(go, "main").Spawn(callers));

        Assert.That(go.Process.Ms, Has.Count.EqualTo(9), "eight in calls, and one with the P");
        Assert.That(go.Process.Counters.ThreadsCreated, Is.EqualTo(9));
        Assert.That(go.Process.Sched.IdleMs, Is.EqualTo(9), "all parked, none gone");
    }

    [Test]
    public void More_than_10_000_threads_are_the_end_of_the_process()
    {
        var go = new GoStage(ps: 1, options => options with { Sysmon = false });
        go.Stage.Simulation.Observer = null; // too much to check at every event
        var callers = Enumerable.Range(0, Threads.Most).Select(i => new Script(go, "caller").Call(1_000_000, SyscallKind.KnownToBlock)).ToArray();

        Assert.That(
            () => go.Run(new Script(go, "main").Spawn(callers)),
            Throws.TypeOf<ThreadExhaustionException>().With.Message.Contains("exceeds Go's limit of 10000 threads"));
        Assert.That(go.Process.Threads.Count, Is.EqualTo(Threads.Most + 1));
    }

    // 5.6 LockOSThread

    [Test]
    public void A_locked_goroutine_that_blocks_and_goes_on_costs_two_futex_wakes_each_time()
    {
        var go = new GoStage(ps: 1, options => options with { Sysmon = false }, free => free with { FutexWake = Stage.Us(1) });
        go.Run(new Script(go, "locked").LockThread().Sleep(1_000).NoteM().Then((_, _) => CountWakes()).Cpu(10).Sleep(1_000).NoteM().Then((_, _) => CountWakes()));
        void CountWakes() => go.Note($"{go.Process.Account.FutexWakes} wakes");

        // M1, new, gets the P at 0 and sleeps in the network until 1000. It finds the goroutine and gives the P to M0: 1 us.
        // M0 blocks at 1011 and hands the P to M1: 1 us. M1 sleeps whole milliseconds, until 2012, and wakes M0 again.
        Assert.That(go.Log, Is.EqualTo(new[] { "1001us locked on M0", "1001us 1 wakes", "2013us locked on M0", "2013us 3 wakes" }));
    }

    [Test]
    public void A_locked_goroutine_that_yields_is_brought_back_to_its_own_M_and_others_run_meanwhile()
    {
        var go = new GoStage(ps: 1, options => options with { Sysmon = false });
        go.Run(new Script(go, "main").Spawn(new Script(go, "other").NoteM().Cpu(30)).LockThread().NoteM().Yield().NoteM());

        // The other one is in runnext and so comes before the global queue, on the M that the P is handed to.
        Assert.That(go.Log, Is.EqualTo(new[] { "0us main on M0", "0us other on M1", "30us main on M0" }));
        Assert.That(go.Process.LockedThreads.Idle, Is.Zero);
    }

    [TestCase(1, "30us main on M0")]
    [TestCase(2, "30us main on M1")]
    public void Calls_nest_and_the_lock_ends_with_the_last_unlock(int unlocks, string back)
    {
        var go = new GoStage(ps: 1, options => options with { Sysmon = false });
        // The call lets the P go to M1, which is still at it when the goroutine is back.
        go.Run(new Script(go, "main").Spawn(new Script(go, "other").Cpu(30)).LockThread().LockThread().Times(unlocks, more => more.UnlockThread()).Call(10, SyscallKind.KnownToBlock).NoteM());

        Assert.That(go.Log, Is.EqualTo(new[] { back }));
    }

    [Test]
    public void A_locked_goroutine_that_comes_back_from_a_call_to_no_P_waits_for_one_on_its_M()
    {
        var go = new GoStage(ps: 1, options => options with { Sysmon = false });
        go.Stage.At(50, () => go.Note($"{go.Process.LockedThreads.Idle} idle locked, {go.Process.Sched.GlobalLength} queued"));
        go.Run(new Script(go, "main").Spawn(new Script(go, "other").Cpu(30).Cpu(70)).LockThread().Call(10, SyscallKind.KnownToBlock).NoteM());

        Assert.That(go.Log, Is.EqualTo(new[] { "50us 1 idle locked, 1 queued", "100us main on M0" }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_goroutine_that_ends_locked_takes_its_thread_with_it(bool unlocks)
    {
        var go = new GoStage(ps: 2, options => options with { Runnext = false, Sysmon = false });
        WorkerThread? itsM = null;
        var child = new Script(go, "child").LockThread().NoteM().Then((m, _) => itsM = m);
        go.Run(new Script(go, "main").Spawn(unlocks ? child.UnlockThread() : child).Cpu(100));

        Assert.That(go.Log, Is.EqualTo(new[] { "0us child on M1" }));
        Assert.That(itsM!.Thread.State, Is.EqualTo(unlocks ? ThreadState.Blocked : ThreadState.Exited));
        Assert.That(go.Process.Ms, unlocks ? Has.Member(itsM) : Has.No.Member(itsM));
        Assert.That(go.Process.Threads.Count, Is.EqualTo(go.Process.Ms.Count + 1), "and the template thread");
    }

    [Test]
    public void The_main_thread_does_not_end_but_sleeps_for_ever()
    {
        var go = new GoStage(ps: 1, options => options with { Sysmon = false });
        go.Stage.At(10, () => go.Submit(go.Busy("later", 1)));
        WorkerThread? m0 = null;
        go.Run(new Script(go, "main").LockThread().NoteM().Then((m, _) => m0 = m));

        Assert.That(go.Log, Is.EqualTo(new[] { "0us main on M0", "10us later on P0" }));
        Assert.That(m0!.Thread.State, Is.EqualTo(ThreadState.Blocked));
        Assert.That(go.Process.Sched.ParkedMs, Has.No.Member(m0));
    }

    [TestCase(false, "25us", TestName = "A_free_M_clones_itself")]
    [TestCase(true, "126us", TestName = "A_locked_M_leaves_cloning_to_the_template_thread")]
    public void Who_makes_the_thread_for_a_new_goroutine(bool locked, string childAt)
    {
        var go = new GoStage(
            ps: 2,
            options => options with { Runnext = false, Sysmon = false },
            free => free with { ThreadCreate = Stage.Us(10), ThreadStart = Stage.Us(5), FutexWake = Stage.Us(1) });
        var main = new Script(go, "main");
        if (locked) main.LockThread().Cpu(90);
        go.Run(main.Cpu(5).Spawn(new Script(go, "child").NoteP()).Cpu(100));

        // Free: from 5, at 10 the go statement, clone until 20, start until 25.
        // Locked: from 5, clone of the template until 15, at 110 the go statement, wake-up until 111, clone until 121, start until 126.
        Assert.That(go.Log, Is.EqualTo(new[] { $"{childAt} child on P1" }));
    }
}
