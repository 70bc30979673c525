using GmpSim.GoRuntime;
using GmpSim.Tests.Unit.Machine;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>sysmon: its back-off, its deep sleep, its rounds. Its looks, while nothing happens, are at 20, 40 … 1020, 1060, 1140, 1300, 1620, 2260, 3540, 6100, 11220, 21220, 31220 µs.</summary>
public sealed class Section04SysmonTests
{
    // 4.1 Loop

    [TestCase(1_019, 50)]
    [TestCase(1_020, 51, TestName = "Of_20_us_there_are_51_sleeps")]
    [TestCase(1_059, 51)]
    [TestCase(1_060, 52, TestName = "Then_they_double")]
    [TestCase(6_099, 57)]
    [TestCase(6_100, 58, TestName = "The_longest_before_the_cap_is_5120_us")]
    [TestCase(11_220, 59)]
    [TestCase(21_219, 59)]
    [TestCase(21_220, 60, TestName = "And_then_it_is_10_ms")]
    [TestCase(31_220, 61)]
    public void Sysmon_sleeps_longer_and_longer_while_it_finds_nothing(int us, int rounds)
    {
        var go = new GoStage(ps: 1);
        go.Run(go.Busy("hog", 40_000), us);

        Assert.That(go.Process.Counters.SysmonRounds, Is.EqualTo(rounds));
    }

    [Test]
    public void The_kernels_timer_slack_makes_every_sleep_longer()
    {
        var go = new GoStage(ps: 1, options: null, free => free with { TimerSlack = Stage.Us(55) });
        go.Run(go.Busy("hog", 40_000), 300);

        Assert.That(go.Process.Counters.SysmonRounds, Is.EqualTo(4), "the nominal 20 us are 75");
    }

    [Test]
    public void Taking_a_P_from_a_call_starts_the_back_off_over()
    {
        var go = new GoStage(ps: 1);
        // At 2 ms sysmon is at 640 us. It sees the call at 2.26 ms first and takes the P at 3.54 ms, then looks every 20 us.
        go.Stage.At(3_621, () => go.Note($"{go.Process.Counters.SysmonRounds} rounds"));
        go.Run(new Script(go, "main").Spawn(new Script(go, "other").Note().Cpu(30_000)).Cpu(2_000).Call(5).Call(20_000));

        // 57 looks up to 3540, then 3560, 3580, 3600 and 3620.
        Assert.That(go.Log, Is.EqualTo(new[] { "3540us other", "3621us 61 rounds" }));
    }

    [TestCase(15, "50021us 58 rounds")]
    [TestCase(16, "50021us 57 rounds")]
    public void All_Ps_idle_it_sleeps_until_the_next_timer_and_from_1_16_on_keeps_its_back_off_when_the_time_is_up(int minor, string later)
    {
        var go = new GoStage(ps: 1, options => options with { Rules = new(minor) });
        foreach (var us in new[] { 3_541, 49_999, 50_001, 50_021 }) go.Stage.At(us, () => go.Note($"{go.Process.Counters.SysmonRounds} rounds"));
        go.Run(new Script(go, "main").Cpu(2_300).Sleep(47_700).Cpu(10_000), us: 51_000);

        // 56 looks up to 2260. At 3540 all Ps are idle, and the timer is due at 50000. Then 2560 us, or 20 us anew.
        Assert.That(go.Log, Is.EqualTo(new[] { "3541us 56 rounds", "49999us 56 rounds", "50001us 57 rounds", later }));
    }

    [Test]
    public void A_system_call_ends_its_deep_sleep_and_the_back_off_starts_over()
    {
        var go = new GoStage(ps: 1);
        go.Stage.At(30_000, () => go.Submit((m, g) => new Script(go, "late").Note().Call(1).Cpu(10_000).Run(m, g)));
        go.Stage.At(29_999, () => go.Note($"{go.Process.Counters.SysmonRounds} rounds"));
        go.Stage.At(30_041, () => go.Note($"{go.Process.Counters.SysmonRounds} rounds"));
        go.Run(new Script(go, "main").Cpu(1_200), us: 31_000);

        // 53 looks up to 1140; asleep from 1300 on. Looks at 30000, 30020 and 30040 follow.
        Assert.That(go.Log, Is.EqualTo(new[] { "29999us 53 rounds", "30000us late", "30041us 56 rounds" }));
    }

    [Test]
    public void Computing_does_not_end_its_deep_sleep()
    {
        var go = new GoStage(ps: 1);
        go.Stage.At(30_000, () => go.Submit(go.Busy("late", 30_000)));
        go.Run(new Script(go, "main").Cpu(1_200), us: 60_000);

        Assert.That(go.Process.Counters.SysmonRounds, Is.EqualTo(53), "those of the first 1200 us");
    }

    [TestCase(15, "20us main on P1")]
    [TestCase(16, "1000us main on P1")]
    public void Up_to_1_15_it_starts_an_M_for_a_timer_that_is_late(int minor, string wokenAt)
    {
        var go = new GoStage(ps: 2, options => options with { Rules = new(minor) });
        go.Run(new Script(go, "main").Spawn(new Script(go, "hog").Cpu(5_000)).Sleep(10).NoteP());

        // P0, where the timer is, computes; the M that sleeps in the network for it does so in whole milliseconds.
        Assert.That(go.Log, Is.EqualTo(new[] { wokenAt }));
    }

    // 4.2 retake

    [Test]
    public void A_slice_is_asked_to_end_at_every_look_from_10_ms_after_the_first_that_saw_it()
    {
        var go = new GoStage(ps: 1);
        go.Run(async (m, g) =>
        {
            m.Thread.Spend(Stage.Us(50_000));
            for (var left = await m.Thread.SettleInterruptibly(); left.Picoseconds > 0; left = await m.Thread.SettleInterruptibly())
            {
                go.Note("asked");
                m.Thread.Spend(left);
            }

            return RunOutcome.Exited;
        });

        // Seen at 20 us, so too long from 10020 on. Asking does not start the back-off over.
        Assert.That(go.Log, Is.EqualTo(new[] { "11220us asked", "21220us asked", "31220us asked", "41220us asked" }));
    }

    [Test]
    public void Goroutines_that_hand_over_through_runnext_share_one_slice()
    {
        var go = new GoStage(ps: 1);
        var waiting = new Script(go, "waiting").Note();
        var last = new Script(go, "last link");
        for (var link = 12; link > 0; link--) last = new Script(go, $"link {link}").Hog(1_000).Note().Spawn(last);
        // The first spawn is evicted from runnext into the ring by the second; the chain keeps inheriting the slice.
        go.Run(new Script(go, "main").Spawn(waiting).Spawn(last));

        // The twelfth link is 220 us old when the slice is 11200 us old. It is preempted, and only then the ring has its turn.
        Assert.That(go.Log.Take(11), Is.EqualTo(Enumerable.Range(1, 11).Select(i => $"{i * 1_000}us link {i}")));
        Assert.That(go.Log.Skip(11), Is.EqualTo(new[] { "11220us waiting", "12000us link 12" }));
    }

    // 4.3 Preemption delivery

    [Test]
    public void A_preempted_goroutine_queues_globally_behind_what_waits_there()
    {
        var go = new GoStage(ps: 1);
        go.Stage.At(1_000, () => go.Submit(go.Busy("waiting", 100)));
        go.Run(new Script(go, "main").Hog(15_000).Note());

        Assert.That(go.Log, Is.EqualTo(new[] { "11220us waiting on P0", "15100us main" }));
        Assert.That(go.Process.Counters.Preemptions, Is.EqualTo(1));
    }

    [TestCase(true, "11220us waiting")]
    [TestCase(false, "12000us waiting")]
    public void Without_signals_a_goroutine_yields_at_its_next_function_prologue(bool bySignal, string waitingAt)
    {
        var go = new GoStage(ps: 1, options => options with { AsyncPreempt = bySignal });
        go.Stage.At(1_000, () => go.Submit((m, g) => new Script(go, "waiting").Note().Run(m, g)));
        var main = new Script(go, "main");
        go.Run(bySignal ? main.Hog(20_000) : main.Times(5, function => function.Cpu(4_000)));

        Assert.That(go.Log, Is.EqualTo(new[] { waitingAt }));
        Assert.That(go.Process.Counters.Preemptions, Is.EqualTo(1));
    }

    [Test]
    public void Computing_without_a_prologue_runs_to_its_end_when_signals_are_off()
    {
        var go = new GoStage(ps: 1, options => options with { AsyncPreempt = false });
        go.Stage.At(1_000, () => go.Submit(go.Busy("waiting", 100)));
        go.Run(new Script(go, "main").Hog(30_000));

        Assert.That(go.Log, Is.EqualTo(new[] { "30000us waiting on P0" }));
    }

    [Test]
    public void A_signal_that_comes_too_late_does_not_stop_the_goroutine_that_runs_by_then()
    {
        var go = new GoStage(ps: 1, options: null, free => free with { SignalDeliver = Stage.Us(100) });
        // main is asked at 11220 and ends at 11250; the signal arrives at 11320 and hits the other one.
        go.Run(new Script(go, "main").Spawn(new Script(go, "other").Hog(1_000).Note()).Hog(11_250));

        Assert.That(go.Log, Is.EqualTo(new[] { "12250us other" }));
        Assert.That(go.Process.Counters.Preemptions, Is.Zero);
    }

    [Test]
    public void The_handler_of_a_signal_costs_its_time_even_where_it_may_not_preempt()
    {
        var go = new GoStage(ps: 1, options: null, free => free with { SignalHandle = Stage.Us(3) });
        go.Stage.At(1_000, () => go.Submit(go.Busy("waiting", 100)));
        go.Run(go.Busy("unsafe", 12_000));

        Assert.That(go.Log, Is.EqualTo(new[] { "0us unsafe on P0", "12003us waiting on P0" }));
    }
}
