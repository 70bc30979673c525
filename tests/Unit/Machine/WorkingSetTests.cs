using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.Tests.Unit.Machine;

/// <summary>What the caches still hold of memory that was used before, on two sockets of two last-level caches of two cores of two threads, CPUs 0 to 15; an L2 of 1000 lines, a last-level cache of 4000.</summary>
public sealed class WorkingSetTests
{
    private const int Line = 64;

    // H2 = 4, H3 = 15, X to the next cache = 105, to the other socket = 150, memory 105 and 190 ns; four lines at a time.
    private Hardware _hardware = null!;

    [SetUp]
    public void SetUp() => _hardware = NewHardware();

    [Test]
    public void What_nobody_has_touched_yet_comes_from_memory() =>
        Assert.That(Touch(Own(), cpu: 0, lines: 100), Is.EqualTo(Ns(100 * (105 - 4) / 4)));

    [Test]
    public void What_was_touched_last_on_a_core_costs_nothing_there()
    {
        var memory = Own();
        Touch(memory, cpu: 0, lines: 100);

        Assert.That(Touch(memory, cpu: 0, lines: 100), Is.EqualTo(SimDuration.Zero));
        Assert.That(Touch(memory, cpu: 1, lines: 100), Is.EqualTo(SimDuration.Zero), "its sibling uses the same caches");
    }

    [TestCase(2, 11, TestName = "From the last-level cache, on another core below it")]
    [TestCase(4, 101, TestName = "From the cache that its user has left")]
    [TestCase(8, 146, TestName = "From the other socket")]
    public void Who_moves_loads_it_again(int cpu, int beyondL2)
    {
        var memory = Own();
        Touch(memory, cpu: 0, lines: 100);

        Assert.That(Touch(memory, cpu, lines: 100), Is.EqualTo(Ns(100 * beyondL2) / 4));
        Assert.That(Touch(memory, cpu, lines: 100), Is.EqualTo(SimDuration.Zero), "then it is there");
    }

    // sigma = exp(-U/C): of 100 lines exp(-500/1000) survive in the L2 and exp(-500/4000) in the last-level cache.
    [Test]
    public void Others_that_bring_in_lines_displace_it_in_proportion()
    {
        var memory = Own();
        Touch(memory, cpu: 0, lines: 100);
        Touch(Own(), cpu: 0, lines: 500);
        var inL2 = 100 * Math.Exp(-0.5);
        var inLlc = 100 * Math.Exp(-0.125);

        var expected = ((inLlc - inL2) * (15 - 4)) + ((100 - inLlc) * (105 - 4));
        Assert.That(Touch(memory, cpu: 0, lines: 100).Nanoseconds, Is.EqualTo(expected / 4).Within(0.001));
    }

    [Test]
    public void Two_that_fit_together_come_to_leave_each_other_alone()
    {
        var (one, other) = (Own(), Own());
        for (var round = 0; round < 40; round++)
        {
            Touch(one, cpu: 0, lines: 300);
            Touch(other, cpu: 0, lines: 300);
        }

        Assert.That(Touch(one, cpu: 0, lines: 300).Nanoseconds, Is.LessThan(1), "600 lines in 1000");
    }

    // A share m of the lines of each is missing whenever it comes round: m = 1 - exp(-m (n-1) W / C), from 4 times 500 in 1000.
    [Test]
    public void Those_that_do_not_fit_together_miss_as_often_as_the_balance_says()
    {
        var users = Enumerable.Range(0, 4).Select(_ => Own()).ToArray();
        for (var round = 0; round < 100; round++)
        {
            foreach (var user in users) Touch(user, cpu: 0, lines: 500);
        }

        var before = _hardware.L2Misses;
        foreach (var user in users) Touch(user, cpu: 0, lines: 500);
        var missing = (_hardware.L2Misses - before) / 2000;

        Assert.That(missing, Is.EqualTo(1 - Math.Exp(-missing * 1.5)).Within(0.001));
        Assert.That(missing, Is.InRange(0.5, 0.65));
    }

    [Test]
    public void Of_memory_larger_than_the_cache_a_random_line_is_there_as_often_as_it_fits()
    {
        var memory = Own();
        Touch(memory, cpu: 0, lines: 2000);
        var before = _hardware.L2Misses;

        Touch(memory, cpu: 0, lines: 2000, touched: 100);
        Assert.That(_hardware.L2Misses - before, Is.EqualTo(100 * 0.5).Within(1e-9), "1000 of its 2000 lines");
    }

    [Test]
    public void Memory_that_all_share_is_copied_into_every_cache()
    {
        var memory = new WorkingSet(_hardware, isShared: true);

        Assert.That(Touch(memory, cpu: 0, lines: 100), Is.EqualTo(Ns(100 * 101) / 4), "from memory");
        Assert.That(Touch(memory, cpu: 2, lines: 100), Is.EqualTo(Ns(100 * 11) / 4), "the last-level cache has it");
        Assert.That(Touch(memory, cpu: 8, lines: 100), Is.EqualTo(Ns(100 * 186) / 4), "from the first socket's memory, where it lies");
        Assert.That(Touch(memory, cpu: 0, lines: 100), Is.EqualTo(SimDuration.Zero), "and nobody loses it");
    }

    [Test]
    public void Misses_are_counted_by_how_far_they_go()
    {
        var memory = Own();
        Touch(memory, cpu: 0, lines: 100);
        Touch(memory, cpu: 2, lines: 100);

        Assert.That(_hardware.L2Misses, Is.EqualTo(200));
        Assert.That(_hardware.LlcMisses, Is.EqualTo(100));
    }

    [Test]
    public void Fields_closer_than_a_line_are_one()
    {
        var block = _hardware.NewBlock();

        Assert.That(block.At(56), Is.SameAs(block.At(0)));
        Assert.That(block.At(64), Is.Not.SameAs(block.At(0)));
        Assert.That(NewHardware(lineBytes: 128).NewBlock() is var wide && ReferenceEquals(wide.At(64), wide.At(0)), "where lines have 128 bytes");
    }

    private static SimDuration Ns(long value) => SimDuration.FromNanoseconds(value);

    private static SimDuration Touch(WorkingSet memory, int cpu, int lines, int? touched = null) => memory.Touch(cpu, lines * Line, (touched ?? lines) * Line);

    private WorkingSet Own() => new(_hardware, isShared: false);

    private static Hardware NewHardware(int lineBytes = Line) => new Stage(
        topology: new(2, 2, 2, 2),
        setup: usual => usual with
        {
            Costs = usual.Costs with { TransferLlc = Ns(25), TransferSocket = Ns(105), TransferOtherSocket = Ns(150), L2Hit = Ns(4), L3Hit = Ns(15), Memory = Ns(105), MemoryRemote = Ns(190) },
            Traits = new() { LineBytes = lineBytes, L2Bytes = 1000 * Line, LlcBytes = 4000 * Line, RefillParallelism = 4 },
        }).Host.Hardware;
}
