using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Tests.Unit.Machine;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>System calls, in the order of their life: entering, the P meanwhile, coming back. sysmon looks every 20 µs.</summary>
public sealed class Section05SyscallTests
{
    [TestCase(25)]
    [TestCase(27)]
    public void A_call_that_ends_before_sysmon_has_looked_twice_keeps_its_P_and_its_slice(int minor)
    {
        var go = new GoStage(ps: 1, options => options with { Rules = new(minor) });
        var caller = go.Caller("main", 39);
        uint before = 0, after = 0;
        go.Run(async (m, g) =>
        {
            before = m.P!.SchedTick;
            go.Spawn(m, go.Busy("child", 1));
            var outcome = await caller(m, g);
            after = m.P!.SchedTick;
            return outcome;
        });

        Assert.That(go.Log, Is.EqualTo(new[] { "39us main back on P0", "39us child on P0" }));
        Assert.That(after, Is.EqualTo(before), "no execution in between");
        Assert.That(go.Process.AllP[0].SyscallTick, Is.EqualTo(2), "one for the short call before");
    }

    [TestCase(25, ProcessorStatus.Syscall, false)]
    [TestCase(26, ProcessorStatus.Running, true)]
    public void A_P_is_let_go_during_the_call_up_to_1_25_and_stays_wired_from_1_26_on(int minor, ProcessorStatus status, bool isWired)
    {
        var go = new GoStage(ps: 1, options => options with { Rules = new(minor) });
        var p = go.Process.AllP[0];
        go.Stage.At(10, () =>
        {
            Assert.That(p.Status, Is.EqualTo(status));
            Assert.That(p.M, isWired ? Is.Not.Null : Is.Null);
            Assert.That(p.IsInSyscall, Is.True);
            Assert.That(go.Process.Ms[0].Current!.Status, Is.EqualTo(GoroutineStatus.Syscall));
        });
        go.Run(go.Caller("main", 30));

        Assert.That(go.Log, Is.EqualTo(new[] { "30us main back on P0" }));
    }

    [Test]
    public void A_call_that_enlarges_the_descriptor_table_waits_for_a_grace_period_while_others_have_its_P()
    {
        var go = new GoStage(ps: 1, costs: free => free with { RcuGracePeriod = Stage.Us(10_000) });
        var hasCalled = false;
        go.Run(async (m, g) =>
        {
            if (!hasCalled)
            {
                hasCalled = true;
                go.Process.NonBlockingSyscall(m); // so that this P has seen a system call before
                go.Spawn(m, go.Busy("child", 5));
                if (!await go.Process.Syscalls.EnlargeDescriptorTable(m, g)) return RunOutcome.LostP;
            }

            go.Note($"main back on P{m.P!.Id}");
            return RunOutcome.Exited;
        });

        Assert.That(go.Log, Is.EqualTo(new[] { "40us child on P0", "10000us main back on P0" }));
        Assert.That(go.Process.Account.Descriptors.Capacity, Is.EqualTo(128));
    }

    [TestCase(1, 25, 1)]
    [TestCase(1, 27, 1)]
    [TestCase(2, 27, 0)]
    public void A_short_call_is_seen_where_the_thread_loses_its_core_in_it(int cores, int minor, int retakes)
    {
        // With one core sysmon wants it at 20 us, has it where the kernel is through with the call, at 50, and comes back 20 us later, while a third thread keeps the caller off it.
        var go = new GoStage(ps: 1, options => options with { Rules = new(minor) }, free => free with { Slice = Stage.Us(2) }, cores);
        go.Stage.At(30, () => go.Stage.Thread("rival", go.Stage.Busy(500), 0));
        var hasCalled = false;
        go.Run(async (m, g) =>
        {
            if (!hasCalled)
            {
                hasCalled = true;
                go.Spawn(m, go.Busy("child", 10));
                go.Process.NonBlockingSyscall(m);
                await m.Thread.Settle();
                Syscalls.BeginShortCall(m, Stage.Us(50));
                await m.Thread.Settle();
                go.Note("written");
                if (!await go.Process.Syscalls.EndShortCall(m, g)) return RunOutcome.LostP;
            }

            go.Note($"main on P{m.P!.Id}");
            return RunOutcome.Exited;
        });

        Assert.That(go.Process.Counters.Retakes, Is.EqualTo(retakes));
        Assert.That(go.Process.Ms, Has.Count.EqualTo(1 + retakes));
        Assert.That(go.Log[0], Is.EqualTo("50us written"), "what a call does comes before the thread loses its core in it");
        Assert.That(go.Log.Select(line => line[(line.IndexOf(' ') + 1)..]), Is.SupersetOf(new[] { "main on P0", "child on P0" }));
    }

    [TestCase(25)]
    [TestCase(27)]
    public void A_P_with_work_is_taken_at_the_second_look_and_handed_to_another_M(int minor)
    {
        var go = new GoStage(ps: 1, options => options with { Rules = new(minor) });
        var caller = go.Caller("main", 100);
        go.Run(async (m, g) =>
        {
            if (go.Process.Counters.SysmonRounds == 0) go.Spawn(m, go.Busy("child", 30));
            return await caller(m, g);
        });

        // Looks at 20 and 40. The child is done at 70, so the P lies idle at 100.
        Assert.That(go.Log, Is.EqualTo(new[] { "40us child on P0", "100us main back on P0" }));
        Assert.That(go.Process.Counters.Retakes, Is.EqualTo(1));
        Assert.That(go.Process.Ms, Has.Count.EqualTo(2));
    }

    [TestCase(25)]
    [TestCase(27)]
    public void A_goroutine_that_comes_back_to_no_P_queues_globally_and_its_M_parks(int minor)
    {
        var go = new GoStage(ps: 1, options => options with { Rules = new(minor) });
        var caller = go.Caller("main", 100);
        go.Stage.At(100, () => go.Note($"{go.Process.Sched.GlobalLength} queued, {go.Process.Sched.IdleMs} parked"));
        go.Stage.At(101, () => go.Note($"{go.Process.Sched.GlobalLength} queued, {go.Process.Sched.IdleMs} parked"));
        go.Run(async (m, g) =>
        {
            if (go.Process.Counters.SysmonRounds == 0) go.Spawn(m, go.Busy("child", 1_000));
            return await caller(m, g);
        });

        Assert.That(go.Log, Is.EqualTo(new[] { "40us child on P0", "100us 0 queued, 0 parked", "101us 1 queued, 1 parked", "1040us main back on P0" }));
    }

    [Test]
    public void A_P_without_work_is_left_in_the_call_for_10_ms_while_others_idle()
    {
        var go = new GoStage(ps: 2);
        go.Stage.At(11_219, () => go.Note($"{go.Process.Counters.Retakes} taken, {go.Process.Sched.IdlePs} idle"));
        go.Stage.At(11_221, () => go.Note($"{go.Process.Counters.Retakes} taken, {go.Process.Sched.IdlePs} idle"));
        go.Run(go.Caller("main", 30_000));

        // First seen at 20 us; sysmon, backing off, looks at 6.1 and 11.22 ms.
        Assert.That(go.Log, Is.EqualTo(new[] { "11219us 0 taken, 1 idle", "11221us 1 taken, 2 idle", "30000us main back on P0" }));
    }

    [Test]
    public void A_P_without_work_is_taken_at_the_second_look_when_nobody_idles_or_searches()
    {
        var go = new GoStage(ps: 1);
        go.Stage.At(41, () => go.Note($"{go.Process.Counters.Retakes} taken, {go.Process.Sched.IdlePs} idle"));
        go.Run(go.Caller("main", 100));

        // It is handed to a searcher, which finds nothing and idles it.
        Assert.That(go.Log, Is.EqualTo(new[] { "41us 1 taken, 1 idle", "100us main back on P0" }));
        Assert.That(go.Process.Ms, Has.Count.EqualTo(2));
    }

    [TestCase(25)]
    [TestCase(27)]
    public void Thieves_take_what_a_P_in_a_call_has_even_its_runnext_and_without_the_pause(int minor)
    {
        var go = new GoStage(ps: 2, options => options with { Rules = new(minor), Sysmon = false }, free => free with { TimerSlack = Stage.Us(52) });
        var caller = go.Caller("main", 1_000);
        go.Run(async (m, g) =>
        {
            go.Spawn(m, go.Busy("child", 1));
            return await caller(m, g);
        });

        Assert.That(go.Log, Is.EqualTo(new[] { "0us child on P1", "1000us main back on P0" }));
    }

    [TestCase(25)]
    [TestCase(27)]
    public void A_returning_M_takes_its_old_P_from_another_M_that_is_in_a_call_with_it(int minor)
    {
        var go = new GoStage(ps: 1, options => options with { Rules = new(minor) });
        var caller = go.Caller("main", 95);
        var child = go.Caller("child", 200);
        go.Run(async (m, g) =>
        {
            if (go.Process.Counters.SysmonRounds == 0)
            {
                go.Spawn(m, async (m1, g1) =>
                {
                    if (go.Stage.Simulation.Now < SimTime.Zero + Stage.Us(50))
                    {
                        m1.Thread.Spend(Stage.Us(50));
                        await m1.Thread.Settle();
                    }

                    return await child(m1, g1);
                });
            }

            return await caller(m, g);
        });

        // The child has the P from 40 on, computes until 90 and is in its own call when main is back at 95.
        Assert.That(go.Log, Is.EqualTo(new[] { "95us main back on P0", "290us child back on P0" }));
        Assert.That(go.Process.Counters.Retakes, Is.EqualTo(1), "by sysmon");
    }

    [TestCase(SyscallKind.Ordinary, "100us")]
    [TestCase(SyscallKind.KnownToBlock, "0us")]
    public void A_call_known_to_block_hands_off_its_P_at_once(SyscallKind kind, string childAt)
    {
        var go = new GoStage(ps: 1, options => options with { Sysmon = false });
        var caller = go.Caller("main", 100, kind);
        go.Run(async (m, g) =>
        {
            go.Spawn(m, go.Busy("child", 1));
            return await caller(m, g);
        });

        Assert.That(go.Log, Is.EquivalentTo(new[] { "100us main back on P0", $"{childAt} child on P0" }));
    }

    [TestCase(SyscallKind.Ordinary, "40us")]
    [TestCase(SyscallKind.Cgo, "1000us")]
    public void A_call_in_the_kernel_leaves_the_core_to_others_and_one_into_C_does_not(SyscallKind kind, string childAt)
    {
        var go = new GoStage(ps: 1, options: null, costs: null, cores: 1);
        var caller = go.Caller("main", 1_000, kind);
        go.Run(async (m, g) =>
        {
            if (go.Process.Counters.SysmonRounds == 0) go.Spawn(m, go.Busy("child", 1));
            return await caller(m, g);
        });

        Assert.That(go.Log, Is.EquivalentTo(new[] { "1000us main back on P0", $"{childAt} child on P0" }));
    }
}
