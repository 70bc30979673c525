using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Results;
using GmpSim.Tests.Unit.Machine;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>Section 8 of the reference: who marks, who pays, and when the world stops for it. A byte takes one nanosecond to scan.</summary>
public sealed class Section08CollectorTests
{
    [TestCase(1, 0, 0.25)]
    [TestCase(2, 0, 0.25)]
    [TestCase(3, 0, 0.25)]
    [TestCase(4, 1, 0)]
    [TestCase(5, 1, 0)]
    [TestCase(6, 1, 0.5 / 6)]
    [TestCase(7, 2, 0)]
    [TestCase(8, 2, 0)]
    [TestCase(9, 2, 0)]
    [TestCase(10, 3, 0)]
    [TestCase(12, 3, 0)]
    [TestCase(16, 4, 0)]
    [TestCase(32, 8, 0)]
    [TestCase(64, 16, 0)]
    public void A_quarter_of_the_Ps_marks(int ps, int dedicated, double fractionalPerP)
    {
        var goal = MarkWorkerGoal.For(ps);

        Assert.That(goal.Dedicated, Is.EqualTo(dedicated));
        Assert.That(goal.FractionalPerP, Is.EqualTo(fractionalPerP).Within(1e-12));
    }

    [Test]
    public void A_cycle_is_two_pauses_with_marking_between_and_every_byte_is_scanned_once()
    {
        // Scanned are a quarter of the heap and seven stacks: of main, four workers, the sweeper and the helper of forced cycles.
        var go = NewStage(ps: 4, heap: 400_000, scannable: 25);
        go.Run(Allocating(go, afterUs: 10));

        var gc = go.Process.Gc!;
        var counters = go.Process.Counters;
        Assert.That(gc.Work.Scanned, Is.EqualTo(100_000 + (7 * 2048)));
        // One dedicated worker and three idle ones, for main has ended by then: 13 pieces of 8192 bytes and one of 7840, of which
        // the first two make four each, and end at 30 + 4 * 8.192 us.
        Assert.That(counters.GcDedicatedTime + counters.GcIdleTime, Is.EqualTo(SimDuration.FromNanoseconds(114_336)));
        Assert.That(counters.GcPauses.Count, Is.EqualTo(2));
        Assert.That(counters.GcPauses.Min, Is.EqualTo(Stage.Us(20)));
        Assert.That(counters.GcPauses.Max, Is.EqualTo(Stage.Us(30)));
        Assert.That(gc.IsRunning, Is.False);
        Assert.That(gc.LastEnd, Is.EqualTo(SimTime.Zero + SimDuration.FromNanoseconds(30_000 + (4 * 8_192) + 30_000)));
    }

    [Test]
    public void Marking_neither_begins_nor_ends_while_the_world_runs([Values] bool begins)
    {
        var go = NewStage(ps: 4, heap: 400_000, scannable: 25);
        go.Run(async (m, _) =>
        {
            m.Thread.Spend(Stage.Us(10));
            await m.Thread.Settle();
            Assert.That(() => go.Process.Gc!.SetMarking(begins), Throws.TypeOf<InvariantViolationException>());
            await go.Process.World.Stop(m, StopReason.Gc);
            Assert.That(() => go.Process.Gc!.SetMarking(begins), Throws.Nothing);
            go.Process.Gc!.SetMarking(false);
            await go.Process.World.Start(m);
            go.Note("both tried");
            return RunOutcome.Exited;
        });

        Assert.That(go.Log, Is.EqualTo(new[] { "10us both tried" }));
    }

    [Test]
    public void On_one_P_a_fractional_worker_begins_and_an_idle_one_goes_on()
    {
        // 100,000 bytes and four stacks. The fractional worker looks at its share after 13 pieces (106,496 bytes), has given far
        // more than 1.2 * 25 %, and stops; there is nothing else to do, so the P goes on in idle mode with the other 1,696.
        var go = NewStage(ps: 1, heap: 400_000, scannable: 25);
        go.Run(Allocating(go, afterUs: 10));

        Assert.That(go.Process.Counters.GcFractionalTime, Is.EqualTo(SimDuration.FromNanoseconds(106_496)));
        Assert.That(go.Process.Counters.GcIdleTime, Is.EqualTo(SimDuration.FromNanoseconds(1_696)));
        Assert.That(go.Process.Gc!.LastEnd, Is.EqualTo(SimTime.Zero + SimDuration.FromNanoseconds(30_000 + 108_192 + 30_000)));
    }

    [Test]
    public void An_idle_worker_looks_for_other_work_every_100_000_bytes()
    {
        // Fractional until 30 + 106.496 us, then idle; the first look after another 13 pieces.
        var go = NewStage(ps: 1, heap: 4_000_000, scannable: 25);
        go.Stage.At(200, () => go.Submit(go.Busy("work", 1)));
        go.Run(Allocating(go, afterUs: 10));

        Assert.That(go.Log, Is.EqualTo(new[] { "242.992us work on P0" }));
    }

    [Test]
    public void An_allocation_during_a_cycle_is_paid_for_with_64_KiB_at_least_and_the_rest_is_credit()
    {
        var go = NewStage(ps: 1, heap: 4_000_000, scannable: 25);
        go.Run(async (m, g) =>
        {
            var gc = go.Process.Gc!;
            await gc.Allocate(m, g, gc.Pacer.Trigger - gc.Pacer.HeapLive, isResumed: false); // starts the cycle, at 20 us
            await gc.Allocate(m, g, 1_000, isResumed: false);
            await m.Thread.Settle();
            go.Note("paid");
            await gc.Allocate(m, g, 1_000, isResumed: false);
            await m.Thread.Settle();
            go.Note("had credit");
            return RunOutcome.Exited;
        }, us: 100);

        Assert.That(go.Log, Is.EqualTo(new[] { "85.536us paid", "85.536us had credit" })); // 20 + 65.536 us
        Assert.That(go.Process.Counters.GcAssistTime, Is.EqualTo(SimDuration.FromNanoseconds(65_536)));
    }

    [Test]
    public void An_assist_that_finds_the_pile_empty_waits_until_a_worker_has_earned_the_credit()
    {
        // 6,140 bytes and seven stacks: two pieces of 8,192 bytes and one of 4,092, which three workers take at 30 us. Main owes from 33 us on; the worker with the
        // small piece pays for it at 34.092 us, when the others are still at theirs.
        var go = NewStage(ps: 4, heap: 61_400, scannable: 10);
        var begin = Allocating(go, afterUs: 10, thenBusyUs: 3);
        var isWaiting = false;
        var parked = new List<int>();
        foreach (var us in new[] { 32L, 34, 35 }) go.Stage.At(us, () => parked.Add(go.Process.Gc!.Assists.Waiting.Count));
        go.Run(async (m, g) =>
        {
            if (!isWaiting) await begin(m, g);
            if (await go.Process.Gc!.Allocate(m, g, 1_000, isWaiting) is { } leaves)
            {
                isWaiting = true;
                go.Note("leaves");
                return leaves;
            }

            go.Note("has paid");
            return RunOutcome.Exited;
        });

        Assert.That(go.Log, Is.EqualTo(new[] { "33us leaves", "34.092us has paid" }));
        Assert.That(parked, Is.EqualTo(new[] { 0, 1, 0 }));
        Assert.That(go.Process.Counters.GcAssistTime, Is.EqualTo(SimDuration.Zero));
        Assert.That(go.Process.Gc!.LastEnd, Is.EqualTo(SimTime.Zero + SimDuration.FromNanoseconds(30_000 + 8_192 + 30_000)));
    }

    [Test]
    public void A_dedicated_worker_that_is_preempted_once_gives_its_queue_away_and_then_goes_on_undisturbed()
    {
        var go = NewStage(ps: 4, heap: 80_000_000, scannable: 25, sysmon: true); // 20 ms to mark
        Processor? marking = null;
        // Two hogs take the place of the idle workers; like main, they do not hear of preemption.
        go.Stage.At(40, () => go.Submit(go.Busy("hog 1", 40_000)));
        go.Stage.At(41, () => go.Submit(go.Busy("hog 2", 40_000)));
        go.Stage.At(1_000, () =>
        {
            marking = go.Process.Processors.Single(p => p.MarkWorkerMode == MarkWorkerMode.Dedicated);
            go.Process.SubmitToLocal(marking, new Once(), clock: null);
        });
        var queued = new List<int>();
        var inGlobal = new List<int>();
        foreach (var us in new[] { 11_000L, 11_300 })
        {
            go.Stage.At(us, () =>
            {
                queued.Add(marking!.RingLength);
                inGlobal.Add(go.Process.Sched.GlobalLength);
            });
        }

        go.Run(Allocating(go, afterUs: 10, thenBusyUs: 40_000), us: 15_000);

        // sysmon looks at 6.1 and at 11.22 ms, as a slice of more than 10 ms is then over.
        Assert.That(queued, Is.EqualTo(new[] { 1, 0 }));
        Assert.That(inGlobal, Is.EqualTo(new[] { 0, 1 }));
        Assert.That(marking!.MarkWorkerMode, Is.EqualTo(MarkWorkerMode.Dedicated), "still marking at 15 ms");
    }

    [Test]
    public void The_next_goal_counts_what_was_born_during_the_cycle_and_twice_the_live_heap()
    {
        var go = NewStage(ps: 1, heap: 100_000_000, scannable: 1);
        var trigger = go.Process.Gc!.Pacer.Trigger;
        go.Run(Allocating(go, afterUs: 10));

        // Nothing was allocated while the cycle ran but what started it, and that came after the decision: it was born black.
        var pacer = go.Process.Gc!.Pacer;
        Assert.That(pacer.HeapMarked, Is.EqualTo(100_000_000 + (pacer.Triggered == 100_000_000 ? trigger - 100_000_000 : 0)));
        Assert.That(pacer.HeapGoal, Is.EqualTo(pacer.HeapMarked + (pacer.HeapMarked + (3 * 2048))).Within(100), "stacks of the worker, the sweeper and the helper count, too");
    }

    [Test]
    public void Each_cycle_sets_the_goal_and_the_trigger_of_the_next()
    {
        // Nothing but stacks to scan: four of 2 KiB while a cycle begins, three when it ends and its starter is gone.
        var go = NewStage(ps: 1, heap: 10_000_000, scannable: 0);
        var pacer = go.Process.Gc!.Pacer;
        var sizes = new List<(long Marked, long Goal, long Trigger)>();
        void Note() => sizes.Add((pacer.HeapMarked, pacer.HeapGoal, pacer.Trigger));
        Note();
        go.Stage.At(199, Note);
        go.Stage.At(200, () => go.Submit(Allocating(go, afterUs: 0)));
        go.Run(Allocating(go, afterUs: 10), us: 1_000);
        Note();

        Assert.That(sizes, Is.EqualTo(new[]
        {
            // The trigger: 61/64 of the way, in steps of 156,250.
            (10_000_000L, 20_000_000L, 19_531_250L),
            // 9,531,250 bytes were born in the cycle. Goal: 19,531,250 + 19,537,300, whole percents of the heap and three stacks. The runway would be
            // 9,531,250 * 3/4, for a quarter less to scan, but the trigger is not before 45/64 of the way, in steps of 305,270.
            (19_531_250L, 39_068_550L, 33_268_400L),
            // 13,737,150 bytes were born. Goal: 23,737,150 + 23,743,200. The way has steps of 370,987; the larger runway, 13,737,150 * 3/4, still begins before 45/64 of it.
            (23_737_150L, 47_480_350L, 40_431_565L),
        }));
        Assert.That(go.Process.Gc!.LastEnd, Is.EqualTo(SimTime.Zero + SimDuration.FromNanoseconds(200_000 + 20_000 + 8_192 + 30_000)));
    }

    [TestCase(10_000_000, 100, 16_000_000, 26, 14_951_424, Description = "1 MiB of a small limit is kept free")]
    [TestCase(60_000_000, 100, 100_000_000, 26, 97_000_000, Description = "3 % of a large one")]
    [TestCase(10_000_000, null, 16_000_000, 26, 14_951_424, Description = "the limit alone, with GOGC=off")]
    [TestCase(10_000_000, 100, 64_000_000, 26, 20_000_000, Description = "a limit that is far away changes nothing")]
    [TestCase(10_000_000, 100, 5_000_000, 26, 10_000_000, Description = "what is alive cannot be collected: one cycle after another")]
    [TestCase(10_000_000, 100, 16_000_000, 18, 20_000_000, Description = "there is none before 1.19")]
    public void A_memory_limit_lowers_the_goal(long heap, int? gogc, long limit, int minor, long goal) =>
        Assert.That(NewStage(ps: 1, heap, scannable: 50, gogc, minor, limit: limit).Process.Gc!.Pacer.HeapGoal, Is.EqualTo(goal));

    [Test]
    public void Under_a_memory_limit_the_byte_that_reaches_the_trigger_starts_a_cycle()
    {
        // The goal is 16,000,000 less 1 MiB, 4,951,424 bytes away, in 64ths of 77,366.
        var go = NewStage(ps: 1, heap: 10_000_000, scannable: 50, gogc: null, limit: 16_000_000);
        var cycles = new List<long>();
        go.Run(async (m, g) =>
        {
            foreach (var bytes in new[] { (61 * 77_366) - 1, 1 })
            {
                await go.Process.Gc!.Allocate(m, g, bytes, isResumed: false);
                cycles.Add(go.Process.Counters.GcCycles);
            }

            return RunOutcome.Exited;
        });

        Assert.That(cycles, Is.EqualTo(new[] { 0L, 1L }));
    }

    [TestCase(100, 4_194_300, Description = "4 MiB at least")]
    [TestCase(50, 2_097_150, Description = "in proportion to GOGC")]
    public void A_small_heap_has_the_smallest_goal(int gogc, long goal)
    {
        var go = NewStage(ps: 1, heap: 1_000, scannable: 50, gogc: gogc);

        Assert.That(go.Process.Gc!.Pacer.HeapGoal, Is.EqualTo(goal));
    }

    [Test]
    public void The_first_trigger_lies_61_64ths_of_the_way_to_the_goal()
    {
        var go = NewStage(ps: 1, heap: 640_000, scannable: 50);

        // No runway is known yet. The goal is 4,194,300: 3,554,300 away, of which 64ths of 55,535 bytes.
        Assert.That(go.Process.Gc!.Pacer.Trigger, Is.EqualTo(640_000 + (61 * 55_535)));
    }

    [Test]
    public void With_GOGC_off_nothing_is_collected()
    {
        var go = NewStage(ps: 1, heap: 1_000, scannable: 50, gogc: null);
        go.Run(async (m, g) =>
        {
            await go.Process.Gc!.Allocate(m, g, 1L << 40, isResumed: false);
            return RunOutcome.Exited;
        });

        Assert.That(go.Process.Counters.GcCycles, Is.Zero);
    }

    [Test]
    public void The_sweeper_sweeps_every_span_in_the_background()
    {
        var go = NewStage(ps: 1, heap: 8_192_000, scannable: 0, sweepSpan: Stage.Us(1));
        go.Run(Allocating(go, afterUs: 10), us: 100);
        var left = go.Process.Gc!.Sweeper.Left;
        go.Stage.Run(50_000);

        Assert.That(left, Is.GreaterThan(0));
        Assert.That(go.Process.Gc!.Sweeper.Left, Is.Zero);
        Assert.That(go.Process.Account.CpuTime, Is.GreaterThan(Stage.Us(2_000)), "twice the live heap is two thousand spans");
    }

    [Test]
    public void After_two_minutes_sysmon_has_a_cycle_started()
    {
        var go = NewStage(ps: 1, heap: 400_000, scannable: 25, sysmon: true);
        go.Run(Allocating(go, afterUs: 10), us: 119_000_000);
        var before = go.Process.Counters.GcCycles;
        go.Stage.Run(200_000_000);

        Assert.That(before, Is.EqualTo(1));
        Assert.That(go.Process.Counters.GcCycles, Is.EqualTo(2));
    }

    [TestCase(14)]
    [TestCase(17)]
    [TestCase(18)]
    [TestCase(19)]
    [TestCase(22)]
    [TestCase(25)]
    [TestCase(26)]
    public void Many_goroutines_that_allocate_lose_no_byte_and_break_no_rule(int minor)
    {
        var go = NewStage(ps: 4, heap: 2_000_000, scannable: 50, minor: minor, sysmon: true, sweepSpan: SimDuration.FromNanoseconds(400));
        var done = 0;
        go.Run(async (m, _) =>
        {
            for (var i = 0; i < 20; i++) go.Spawn(m, AllocatingOften(go, rounds: 100, bytes: 40_000, us: 7, () => done++));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        }, us: 1_000_000);

        var gc = go.Process.Gc!;
        Assert.That(done, Is.EqualTo(20));
        Assert.That(go.Process.Counters.GcCycles, Is.GreaterThan(5));
        Assert.That(gc.Work.Scanned, Is.EqualTo(gc.Work.Total));
        Assert.That(go.Process.Counters.GcAssistTime, Is.GreaterThan(SimDuration.Zero));
        Assert.That(gc.Assists.Waiting, Is.Empty);
    }

    private static GoStage NewStage(int ps, long heap, int scannable, int? gogc = 100, int minor = GoRules.NewestMinor, bool sysmon = false, SimDuration sweepSpan = default, long? limit = null) => new(
        ps,
        options => options with
        {
            Sysmon = sysmon,
            Rules = new(minor),
            Gc = new() { Gogc = gogc, LiveHeapBytes = heap, ScannablePercent = scannable, MemoryLimitBytes = limit },
        },
        goCosts: free => free with
        {
            GcMarkKib = SimDuration.FromNanoseconds(1024),
            GcSweepTermination = Stage.Us(20),
            GcMarkTermination = Stage.Us(30),
            GcSweepSpan = sweepSpan,
        });

    /// <summary>A main goroutine that allocates up to the trigger, and then computes without giving way.</summary>
    private static Func<WorkerThread, Goroutine, Process<RunOutcome>> Allocating(GoStage go, long afterUs, long thenBusyUs = 0) => async (m, g) =>
    {
        m.Thread.Spend(Stage.Us(afterUs));
        await m.Thread.Settle();
        var gc = go.Process.Gc!;
        await gc.Allocate(m, g, gc.Pacer.Trigger - gc.Pacer.HeapLive, isResumed: false);
        m.Thread.Spend(Stage.Us(thenBusyUs));
        await m.Thread.Settle();
        return RunOutcome.Exited;
    };

    private static Func<WorkerThread, Goroutine, Process<RunOutcome>> AllocatingOften(GoStage go, int rounds, long bytes, long us, Action done)
    {
        var left = SimDuration.Zero;
        var isInside = false;
        return async (m, g) =>
        {
            while (rounds > 0)
            {
                if (!isInside)
                {
                    m.Thread.Spend(left > SimDuration.Zero ? left : Stage.Us(us));
                    left = await m.Thread.SettleInterruptibly();
                    if (left > SimDuration.Zero) return RunOutcome.Preempted;
                }

                if (await go.Process.Gc!.Allocate(m, g, bytes, isInside) is { } leaves)
                {
                    isInside = true;
                    return leaves;
                }

                isInside = false;
                rounds--;
            }

            await m.Thread.Settle();
            done();
            return RunOutcome.Exited;
        };
    }

    private sealed class Once : IGoroutineBody
    {
        public async Process<RunOutcome> Run(WorkerThread m, Goroutine g)
        {
            await m.Thread.Settle();
            return RunOutcome.Exited;
        }
    }
}
