using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Tests.Unit.Machine;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>Reference 12.1 and 12.2: GODEBUG=schedtrace and scheddetail, at instants that can be worked out by hand.</summary>
public sealed class Section12SchedTraceTests
{
    private const long PeriodUs = 1_000;

    // P0 runs main until 900 us; three goroutines lie in its ring and one in runnext; M1, woken for P1, has found nothing (stealing is off) and parked.
    [TestCase(19, "SCHED 0ms: gomaxprocs=2 idleprocs=1 threads=3 spinningthreads=0 idlethreads=1 runqueue=0 [3 0]")]
    [TestCase(20, "SCHED 0ms: gomaxprocs=2 idleprocs=1 threads=3 spinningthreads=0 needspinning=0 idlethreads=1 runqueue=0 [3 0]")]
    [TestCase(24, "SCHED 0ms: gomaxprocs=2 idleprocs=1 threads=3 spinningthreads=0 needspinning=0 idlethreads=1 runqueue=0 [3 0]")]
    [TestCase(25, "SCHED 0ms: gomaxprocs=2 idleprocs=1 threads=3 spinningthreads=0 needspinning=0 idlethreads=1 runqueue=0 [ 3 0 ] schedticks=[ 1 0 ]")]
    public void A_line_has_the_layout_of_its_version_and_counts_the_ring_without_runnext(int minor, string line) =>
        Assert.That(LinesOf(minor, detail: false, us: 100), Is.EqualTo(new[] { line }));

    [TestCase(19, "0", "-1")]
    [TestCase(20, "false", "nil")]
    public void Detail_lists_every_P_M_and_G_in_the_words_of_its_version(int minor, string no, string nobody) =>
        Assert.That(LinesOf(minor, detail: true, us: 100), Is.EqualTo(new[]
        {
            $"SCHED 0ms: gomaxprocs=2 idleprocs=1 threads=3 spinningthreads=0 {(minor < 20 ? "" : "needspinning=0 ")}idlethreads=1 runqueue=0 gcwaiting={no} nmidlelocked=0 stopwait=0 sysmonwait={no}",
            "  P0: status=1 schedtick=1 syscalltick=0 m=0 runqsize=3 gfreecnt=0 timerslen=0",
            $"  P1: status=0 schedtick=0 syscalltick=0 m={nobody} runqsize=0 gfreecnt=0 timerslen=0",
            $"  M1: p={nobody} curg={nobody} mallocing=0 throwing=0 preemptoff= locks=0 dying=0 spinning=false blocked=true lockedg={nobody}",
            $"  M0: p=0 curg=1 mallocing=0 throwing=0 preemptoff= locks=0 dying=0 spinning=false blocked=false lockedg={nobody}",
            $"  G1: status=2() m=0 lockedm={nobody}",
            $"  G2: status=1() m={nobody} lockedm={nobody}",
            $"  G3: status=1() m={nobody} lockedm={nobody}",
            $"  G4: status=1() m={nobody} lockedm={nobody}",
            $"  G5: status=1() m={nobody} lockedm={nobody}",
        }));

    [Test]
    public void The_first_line_comes_with_sysmons_first_round_and_the_next_when_it_looks_after_they_are_due()
    {
        // Rounds end at 20, 40, … 1,020 us (51 sleeps of 20 us); then the sleep doubles: 40, 80, 160, 320, 640, 1280, 2560.
        // Lines: 20 us; due 1,020 and sysmon looks at that very instant; due 2,020: the round that ends at 2,260.
        var lines = Trace(26, detail: false, busyUs: 9_000, us: 2_500, out var trace);

        Assert.That(lines.Select(line => line.Split(':')[0]), Is.EqualTo(new[] { "SCHED 0ms", "SCHED 1ms", "SCHED 2ms" }));
        Assert.That(trace.NextDue, Is.EqualTo(SimTime.Zero + Stage.Us(2_260 + PeriodUs)));
    }

    [Test]
    public void While_sysmon_sleeps_deeply_a_line_is_taken_when_it_is_due_and_a_dead_goroutine_stays_listed()
    {
        var lines = Trace(26, detail: true, busyUs: 50, us: 10_030, out _, spawn: 0);

        Assert.That(lines.Count(line => line.StartsWith("SCHED", StringComparison.Ordinal)), Is.EqualTo(11));
        Assert.That(lines[^5..], Is.EqualTo(new[]
        {
            "SCHED 10ms: gomaxprocs=2 idleprocs=2 threads=2 spinningthreads=0 needspinning=0 idlethreads=1 runqueue=0 gcwaiting=false nmidlelocked=0 stopwait=0 sysmonwait=true",
            "  P0: status=0 schedtick=1 syscalltick=0 m=nil runqsize=0 gfreecnt=0 timerslen=0",
            "  P1: status=0 schedtick=0 syscalltick=0 m=nil runqsize=0 gfreecnt=0 timerslen=0",
            "  M0: p=nil curg=nil mallocing=0 throwing=0 preemptoff= locks=0 dying=0 spinning=false blocked=true lockedg=nil",
            "  G1: status=6() m=nil lockedm=nil",
        }));
    }

    private static string[] LinesOf(int minor, bool detail, long us) => Trace(minor, detail, busyUs: 900, us, out _);

    private static string[] Trace(int minor, bool detail, long busyUs, long us, out SchedTrace trace, int spawn = 4)
    {
        var go = new GoStage(ps: 2, options => options with { Rules = new(minor), Steal = false, Spinning = false });
        var watched = new SchedTrace(go.Process, Stage.Us(PeriodUs), detail);
        go.Process.Start(new Code(async (m, _) =>
        {
            for (var i = 0; i < spawn; i++) go.Spawn(m, go.Busy("other", 0));
            m.Thread.Spend(Stage.Us(busyUs));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        }));
        while (go.Stage.Simulation.Now < SimTime.Zero + Stage.Us(us))
        {
            var end = SimTime.Zero + Stage.Us(us);
            go.Stage.Simulation.RunUntil(watched.NextDue > go.Stage.Simulation.Now ? SimTime.Min(watched.NextDue, end) : SimTime.Min(end, go.Stage.Simulation.Now + Stage.Us(10)));
            watched.SampleWhileNobodyLooks();
        }

        trace = watched;
        return watched.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private sealed class Code(Func<WorkerThread, Goroutine, Process<RunOutcome>> code) : IGoroutineBody
    {
        public Process<RunOutcome> Run(WorkerThread m, Goroutine g) => code(m, g);
    }
}
