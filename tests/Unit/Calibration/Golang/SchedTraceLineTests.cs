using GmpSim.Calibration.Golang;

namespace GmpSim.Tests.Unit.Calibration.Golang;

/// <summary>Reference 12.1: the layouts of schedtrace, version by version. The first two lines were printed by Go 1.19.8.</summary>
public sealed class SchedTraceLineTests
{
    [TestCase("SCHED 561ms: gomaxprocs=4 idleprocs=2 threads=9 spinningthreads=1 idlethreads=3 runqueue=0 [0 19 0 0]", 561, 4, 2, 9, 1, 3, 0, new[] { 0, 19, 0, 0 })]
    [TestCase("SCHED 0ms: gomaxprocs=1 idleprocs=0 threads=3 spinningthreads=0 idlethreads=0 runqueue=7 [2]", 0, 1, 0, 3, 0, 0, 7, new[] { 2 })]
    [TestCase("SCHED 2013ms: gomaxprocs=2 idleprocs=0 threads=5 spinningthreads=0 needspinning=1 idlethreads=1 runqueue=12 [128 0]", 2013, 2, 0, 5, 0, 1, 12, new[] { 128, 0 })]
    [TestCase("SCHED 2013ms: gomaxprocs=2 idleprocs=1 threads=5 spinningthreads=1 needspinning=0 idlethreads=1 runqueue=0 [ 3 0 ] schedticks=[ 1042 77 ]", 2013, 2, 1, 5, 1, 1, 0, new[] { 3, 0 })]
    [TestCase("SCHED 5ms: gomaxprocs=1 idleprocs=1 threads=4 spinningthreads=0 needspinning=0 idlethreads=2 runqueue=0 [ 0 ] schedticks=[ 9 ]", 5, 1, 1, 4, 0, 2, 0, new[] { 0 })]
    public void A_line_is_read_in_the_layout_of_every_version(string text, long at, int ps, int idle, int threads, int spinning, int parked, int global, int[] local)
    {
        var line = SchedTraceLine.TryParse(text)!;

        Assert.That((line.AtMs, line.Gomaxprocs, line.IdlePs, line.Threads), Is.EqualTo((at, ps, idle, threads)));
        Assert.That((line.SpinningThreads, line.IdleThreads, line.GlobalQueue), Is.EqualTo((spinning, parked, global)));
        Assert.That(line.LocalQueues, Is.EqualTo(local));
    }

    [TestCase("")]
    [TestCase("panic: runtime error: index out of range [3] with length 3")]
    [TestCase("SCHED 5ms: gomaxprocs=1 idleprocs=1 threads=4")]
    [TestCase("SCHED 5ms: gomaxprocs=1 idleprocs=1 threads=4 spinningthreads=0 idlethreads=2 runqueue=0 []")]
    [TestCase("  P0: status=1 schedtick=1 syscalltick=0 m=0 runqsize=3 gfreecnt=0 timerslen=0")]
    public void Whatever_else_a_program_says_is_no_line_of_it(string text) => Assert.That(SchedTraceLine.TryParse(text), Is.Null);

    [Test]
    public void Means_are_over_the_lines_and_the_rings_of_all_Ps_together()
    {
        var means = SchedTraceMeans.Of([new(0, 2, 2, 5, 0, 3, 0, [0, 0]), new(10, 2, 1, 6, 1, 2, 4, [3, 2])])!;

        Assert.That(means, Is.EqualTo(new SchedTraceMeans(IdlePs: 1.5, Threads: 5.5, SpinningThreads: 0.5, IdleThreads: 2.5, GlobalQueue: 2, LocalQueues: 2.5)));
        Assert.That(SchedTraceMeans.Of([]), Is.Null);
    }
}
