using GmpSim.Engine;
using GmpSim.Machine;
using SpinLock = GmpSim.Machine.SpinLock;

namespace GmpSim.Tests.Unit.Machine;

/// <summary>What a lock costs emerges from lines and sleeps: alone, contended among threads that run, contended among threads that sleep.</summary>
public sealed class LockRegimeTests
{
    private const int Rounds = 400;

    // One last-level cache: 5 ns for an operation on an own line, 25 ns to get one; the idle exit that applies to gaps below 50 us.
    private static MachineCosts Costs(MachineCosts free) => free with
    {
        RmwLocal = Ns(5),
        TransferLlc = Ns(25),
        Syscall = Ns(100),
        FutexBucket = Ns(60),
        FutexWait = Ns(640),
        FutexWake = Ns(1040),
        FutexWakeEmpty = Ns(150),
        WakeDeliver = Ns(400),
        IdleExitShallow = Ns(700),
        IdleGapMedium = SimDuration.FromSeconds(1),
        IdleGapDeep = SimDuration.FromSeconds(1),
        ContextSwitch = Ns(900),
    };

    [Test]
    public void Alone_a_lock_costs_two_operations_on_a_line_that_the_core_has()
    {
        Assert.That(TimeOfARound(threads: 1, sectionNs: 1000, thinkNs: 0, out _), Is.EqualTo(1000 + 5 + 5).Within(0.5).Percent);
    }

    [TestCase(2)]
    [TestCase(4)]
    public void Among_threads_that_run_a_hand_over_is_two_to_four_transfers_long_and_nobody_sleeps(int threads)
    {
        var each = TimeOfARound(threads, sectionNs: 1000, thinkNs: 0, out var mutex, triesNs: 1_000_000_000) / threads;

        Assert.That(mutex.Sleeps, Is.Zero);
        Assert.That(each - 1000, Is.InRange(5 + 5 + 25, 5 + 5 + (4 * 25) + 50), "and up to one pause between two looks");
    }

    [Test]
    public void Among_threads_that_sleep_a_hand_over_is_a_wake_call_and_the_way_of_a_thread_onto_its_core()
    {
        // Two threads that think long enough for the other to be asleep when the lock is let go: the section follows the wake-up.
        var each = TimeOfARound(threads: 2, sectionNs: 50_000, thinkNs: 0, out var mutex, triesNs: 0, handsOver: true) / 2;

        Assert.That(mutex.Sleeps, Is.GreaterThan(Rounds));
        const int Wake = 60 + 1040 + 400 + 700 + 900;
        Assert.That(each - 50_000, Is.InRange(Wake, Wake + (8 * 25) + 100 + 60 + 20));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(4)]
    [TestCase(8)]
    [TestCase(16)]
    public void A_spin_lock_serves_at_most_one_section_at_a_time_and_the_knee_is_at_think_time_plus_section_by_section(int cores)
    {
        // Section 1000, thinking 6000, all constant: no wait below k* = (Z + s)/s, all of the line above. Alone the line stays; with others each section fetches it, and in a queue one more for the node.
        const double Think = 6000, Section = 1000;
        var perNs = SpinLockThroughput(cores);
        var alone = cores == 1 ? Section + 5 : Section + 25 + 5;
        var queued = Section + 25 + 25 + 5;

        if (cores < (Think + queued) / queued) Assert.That(perNs, Is.EqualTo(cores / (Think + alone)).Within(0.5).Percent);
        else Assert.That(perNs, Is.EqualTo(1 / queued).Within(0.5).Percent);
        Assert.That(perNs, Is.LessThanOrEqualTo(Math.Min(1 / Section, cores / (Think + Section))));
    }

    [TestCase(2)]
    [TestCase(6)]
    [TestCase(12)]
    public void With_random_thinking_a_spin_lock_is_the_closed_queueing_network_of_its_sections(int cores)
    {
        // Mean value analysis with one server of constant service: an arriving core finds one in service half done. Thinking is exponential with mean 6000 ns.
        const double Think = 6000, Service = 1000 + 25 + 5;
        var (queue, utilisation, perNs) = (0.0, 0.0, 0.0);
        for (var n = 1; n <= cores; n++)
        {
            var response = Service * (1 + queue - (utilisation / 2));
            perNs = Math.Min(n / (Think + response), 1 / Service);
            (queue, utilisation) = (perNs * response, perNs * Service);
        }

        // The transfer of the queue node, which only those pay who wait, is left out of the formula: 25 ns of 1030.
        Assert.That(SpinLockThroughput(cores, exponential: true), Is.EqualTo(perNs).Within(5).Percent);
    }

    [Test]
    public void Readers_pass_the_word_round_and_work_side_by_side_while_a_writer_works_alone()
    {
        var hardware = new Stage(4, Costs).Host.Hardware;
        var @lock = new ReadWriteLock(hardware);
        var begin = SimTime.Zero + Ns(1000);

        var readers = Enumerable.Range(0, 3).Select(cpu => @lock.Read(cpu, begin, Ns(10_000))).ToArray();
        var writer = @lock.Write(3, begin, Ns(10_000));

        Assert.That(readers[0], Is.EqualTo(Ns(10_000 + 5 + 5)));
        Assert.That(readers.Max(), Is.LessThan(Ns(10_000 + (6 * 25) + 10)));
        Assert.That(writer, Is.InRange(Ns(20_000), Ns(20_000 + (8 * 25) + 15)), "behind the last of them");
    }

    [Test]
    public void A_lock_is_held_through_the_gap_in_which_its_holders_core_is_gone_and_others_burn_theirs()
    {
        var (stage, gap) = WithStolenCore();
        var spin = new SpinLock(stage.Host.Hardware);
        var from = gap - Ns(5000);

        Assert.That(spin.Run(0, from, Ns(10_000)), Is.EqualTo(Ns(10_005)), "of its own time the holder needs no more");
        Assert.That(spin.Run(1, gap, Ns(1000)), Is.EqualTo(Ns(1_000_000 + 5_005 + 25 + 25 + 5 + 1000)), "the gap, the rest of the section, word and node, its own section");
    }

    [Test]
    public void So_are_a_reader_writer_lock_and_a_mutex_of_the_kernel()
    {
        var (stage, gap) = WithStolenCore();
        var readWrite = new ReadWriteLock(stage.Host.Hardware);
        readWrite.Read(0, gap - Ns(5000), Ns(10_000));
        Assert.That(readWrite.Write(1, gap, Ns(1000)), Is.GreaterThan(Ns(1_000_000 + 5_000)));

        var mutex = new KernelMutex(stage.Host.Hardware);
        var thread = stage.Host.Threads[0];
        thread.Spend(gap - Ns(5000) - stage.Simulation.Now);
        mutex.Lock(thread);
        thread.Spend(Ns(10_000));
        mutex.Unlock(thread);
        Assert.That(mutex.FreeAt, Is.EqualTo(thread.LocalNow + Ns(1_000_000)));
    }

    private static SimDuration Ns(long value) => SimDuration.FromNanoseconds(value);

    /// <summary>A busy core 0 of which the host takes half, a millisecond at a time, and when it will do so next.</summary>
    private static (Stage Stage, SimTime Gap) WithStolenCore()
    {
        var stage = new Stage(2, Costs);
        stage.Host.Steal(0.5, new ConstantDistribution(SimDuration.FromMilliseconds(1)));
        stage.Thread("busy", stage.Busy(1_000_000), 0);
        stage.Run(100);
        var gap = stage.Simulation.Now + Ns(20_000);
        while (stage.Host.Hardware.Absence(0, gap, Ns(1)) == SimDuration.Zero) gap += Ns(1);
        return (stage, gap);
    }

    /// <summary>Nanoseconds from one section of a thread to its next, on a core each.</summary>
    private static double TimeOfARound(int threads, int sectionNs, int thinkNs, out FutexMutex mutex, int triesNs = 0, bool handsOver = false)
    {
        var stage = new Stage(threads, Costs);
        var shared = mutex = new FutexMutex(stage, Ns(triesNs));
        var (first, last) = (SimTime.MaxValue, SimTime.Zero);
        for (var i = 0; i < threads; i++)
        {
            stage.Thread($"t{i}", async thread =>
            {
                for (var round = 0; round < Rounds; round++)
                {
                    await shared.Lock(thread);
                    first = SimTime.Min(first, thread.LocalNow);
                    thread.Spend(Ns(sectionNs));
                    await thread.Settle();
                    await shared.Unlock(thread);
                    last = SimTime.Max(last, thread.LocalNow);
                    thread.Spend(Ns(handsOver ? 10_000 : thinkNs)); // longer than a wake-up takes: the woken one is first
                    await thread.Settle();
                }
            }, i);
        }

        stage.Run();
        return (last - first).Nanoseconds / (double)Rounds;
    }

    private static double SpinLockThroughput(int cores, bool exponential = false)
    {
        var stage = new Stage(cores, Costs);
        var spin = new SpinLock(stage.Host.Hardware);
        var served = 0;
        var begin = SimTime.Zero + Ns(1_000_000);
        var window = Ns(10_000_000);
        for (var cpu = 0; cpu < cores; cpu++)
        {
            stage.Thread($"t{cpu}", async thread =>
            {
                var (think, stream) = (new ExponentialDistribution(Ns(6000)), stage.Simulation.Stream($"think/{thread.Core.Number}"));
                thread.Spend(Ns(1100 * thread.Core.Number)); // not all at once, or those that need not queue would
                while (true)
                {
                    thread.Spend(exponential ? think.Sample(stream) : Ns(6000));
                    await thread.Settle();
                    thread.SpendInKernel(spin.Run(thread.Core.Number, thread.LocalNow, Ns(1000)));
                    await thread.Settle();
                    if (thread.LocalNow >= begin && thread.LocalNow < begin + window) served++;
                }
            }, cpu);
        }

        stage.Run(12_000);
        return served / (double)window.Nanoseconds;
    }
}
