using GmpSim.Engine;
using GmpSim.Machine;
using static GmpSim.Tests.Unit.Machine.Stage;

namespace GmpSim.Tests.Unit.Machine;

/// <summary>Sleeping on a word and being woken (kernel/futex/waitwake.c): who, when, at what cost.</summary>
public sealed class FutexTests
{
    // Of a call: 1 for the system call, 2 for the bucket's lock, 3 until it sleeps, 4 for each that it wakes, 5 where nobody sleeps.
    private static MachineCosts Costs(MachineCosts free) => free with
    {
        Syscall = Us(1),
        FutexBucket = Us(2),
        FutexWait = Us(3),
        FutexWake = Us(4),
        FutexWakeEmpty = Us(5),
        TimerSlack = Us(50),
    };

    [Test]
    public void Who_sleeps_reads_the_word_under_the_bucket_lock_and_goes_on_after_the_wake_call()
    {
        var stage = new Stage(2, free => Costs(free) with { WakeDeliver = Us(7), ContextSwitch = Us(6) });
        Futex? word = null;
        stage.Thread("sleeper", async thread => stage.Note($"{await (word = thread.NewFutex()).Wait(thread, 0, SimTime.MaxValue)}"));
        stage.At(100, () => stage.Thread("waker", async thread =>
        {
            word!.Wake(thread);
            await thread.Settle();
            stage.Note("waker");
        }));

        stage.Run();

        // The waker is there at 113, has the bucket until 115, and is through at 119; the other core needs 7 + 6 from then on.
        Assert.That(stage.Log, Is.EqualTo(new[] { "119us waker", "132us Woken" }));
        Assert.That(stage.Account.FutexWakes, Is.EqualTo(1));
        Assert.That(word!.WaiterCount, Is.Zero);
    }

    [TestCase(2, "3us Changed", Description = "the word is read at 3, under the lock")]
    [TestCase(4, "")]
    public void Who_finds_the_word_changed_does_not_sleep(long changedAt, string log)
    {
        var stage = new Stage(1, Costs);
        Futex? word = null;
        stage.Thread("sleeper", async thread => stage.Note($"{await (word = thread.NewFutex()).Wait(thread, 0, SimTime.MaxValue)}"));
        stage.At(changedAt, () => word!.Value = 1);

        stage.Run();

        Assert.That(string.Join(';', stage.Log), Is.EqualTo(log));
        Assert.That(word!.WaiterCount, Is.EqualTo(log.Length == 0 ? 1 : 0));
    }

    [Test]
    public void Who_came_first_is_woken_first_whatever_its_nice_level()
    {
        var stage = new Stage(8);
        Futex? word = null;
        foreach (var (name, nice, at) in new[] { ("first", 19, 1), ("second", 0, 2), ("third", -20, 3) })
        {
            stage.At(at, () =>
            {
                var thread = stage.Host.NewThread(name, stage.Account, CpuSet.All(8), nice);
                thread.Start(async self =>
                {
                    await (word ??= self.NewFutex()).Wait(self, 0, SimTime.MaxValue);
                    stage.Note(self.Name);
                }, SimDuration.Zero, near: null);
            });
        }

        var woken = new List<int>();
        foreach (var at in new[] { 10, 20 })
        {
            stage.At(at, () => stage.Thread("waker", async thread =>
            {
                woken.Add(word!.Wake(thread, most: 2));
                await thread.Settle();
            }));
        }

        stage.Run();

        Assert.That(stage.Log, Is.EqualTo(new[] { "10us first", "10us second", "20us third" }));
        Assert.That(woken, Is.EqualTo(new[] { 2, 1 }));
    }

    [Test]
    public void Where_nobody_sleeps_a_wake_takes_no_lock()
    {
        var stage = new Stage(4, Costs);
        for (var waker = 0; waker < 4; waker++)
        {
            stage.Thread($"waker {waker}", async thread =>
            {
                var count = thread.NewFutex().Wake(thread);
                await thread.Settle();
                stage.Note($"{count}");
            });
        }

        stage.Run();

        Assert.That(stage.Log, Is.EqualTo(Enumerable.Repeat("5us 0", 4)), "four at once do not wait for each other");
    }

    [Test]
    public void A_time_out_comes_late_by_the_timer_slack_and_takes_the_thread_off_the_queue()
    {
        var stage = new Stage(1, Costs);
        Futex? word = null;
        stage.Thread("sleeper", async thread =>
        {
            word = thread.NewFutex();
            var result = await word.Wait(thread, 0, SimTime.Zero + Us(20));
            await thread.Settle();
            stage.Note($"{result}");
        });

        stage.Run();

        Assert.That(stage.Log, Is.EqualTo(new[] { "72us TimedOut" }), "20 + 50, and the bucket's lock once more");
        Assert.That(word!.WaiterCount, Is.Zero);
    }

    [Test]
    public void A_waker_whose_store_comes_before_the_sleeper_looks_finds_nobody_and_the_sleeper_goes_on()
    {
        var stage = new Stage(2, Costs);
        Futex? word = null;
        stage.Thread("sleeper", async thread =>
        {
            word = thread.NewFutex();
            thread.Spend(Us(10));
            word.BeginWait(thread); // at 13
            await thread.Block();
            stage.Note("sleeper");
        });
        stage.At(5, () => stage.Thread("waker", async thread =>
        {
            word!.Wake(thread);
            await thread.Settle();
            stage.Note("waker");
        }));

        stage.Run();

        Assert.That(stage.Log, Is.EqualTo(new[] { "10us waker", "16us sleeper" }));
        Assert.That(stage.Host.VoluntarySwitches, Is.EqualTo(2), "each thread ends once; nobody has slept");
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Words_of_one_bucket_share_its_lock_and_words_of_different_buckets_do_not(bool sameBucket)
    {
        var stage = new Stage(4, free => Costs(free) with { FutexBucket = Us(100) }, setup: usual => usual with { Rules = new(new KernelVersion(6, 16)) });
        Futex? one = null, other = null;
        stage.Thread("sleepers", async thread =>
        {
            one = thread.NewFutex();
            do other = thread.NewFutex();
            while (((one.Hash ^ other.Hash) & 15) == 0 != sameBucket);
            foreach (var word in new[] { one, other })
            {
                stage.Thread("sleeper", async self =>
                {
                    word.BeginWait(self);
                    await self.Block();
                });
            }

            await thread.Settle();
        });
        stage.At(1000, () =>
        {
            foreach (var word in new[] { one!, other! })
            {
                stage.Thread("waker", async thread =>
                {
                    word.Wake(thread);
                    await thread.Settle();
                    stage.Note("through");
                });
            }
        });

        stage.Run();

        Assert.That(stage.Log, Is.EqualTo(new[] { "1104us through", sameBucket ? "1204us through" : "1104us through" }));
    }

    [TestCase("6.12", 8, 1, 2048, Description = "256 for each CPU")]
    [TestCase("6.15", 12, 100, 4096, Description = "3072, rounded up")]
    [TestCase("6.16", 8, 1, 16)]
    [TestCase("6.16", 8, 4, 16)]
    [TestCase("6.16", 8, 5, 32, Description = "four for each thread, rounded up")]
    [TestCase("6.16", 8, 100, 32, Description = "for as many as can run")]
    [TestCase("7.0", 64, 60, 256)]
    public void The_table_is_the_machines_up_to_6_15_and_the_process_own_from_then_on(string kernel, int cpus, int threads, int buckets)
    {
        var stage = new Stage(cpus, setup: usual => usual with { Rules = new(KernelVersion.Parse(kernel)) });
        var first = stage.Host.NewThread("first", stage.Account, CpuSet.All(cpus));
        var word = first.NewFutex();
        for (var thread = 1; thread < threads; thread++) stage.Host.NewThread("more", stage.Account, CpuSet.All(cpus));
        first.Start(async self =>
        {
            word.Wake(self);
            await self.Settle();
        }, SimDuration.Zero, near: null);

        stage.Run();

        Assert.That(FutexTable.Of(stage.Host, stage.Account).BucketCount, Is.EqualTo(buckets));
        Assert.That(ReferenceEquals(FutexTable.Of(stage.Host, stage.Account), FutexTable.Of(stage.Host, new())), Is.EqualTo(buckets > 1000), "whether another process uses it too");
    }

    [Test]
    public void Who_sleeps_is_found_after_the_table_has_grown()
    {
        var stage = new Stage(4, Costs, setup: usual => usual with { Rules = new(new KernelVersion(6, 16)) });
        Futex? word = null;
        stage.Thread("sleeper", async thread => stage.Note($"{await (word = thread.NewFutex()).Wait(thread, 0, SimTime.MaxValue)}"));
        stage.At(100, () =>
        {
            for (var i = 0; i < 20; i++) stage.Host.NewThread("more", stage.Account, CpuSet.All(4));
            stage.Thread("waker", async thread =>
            {
                word!.Wake(thread);
                await thread.Settle();
            });
        });

        stage.Run();

        Assert.That(stage.Log, Is.EqualTo(new[] { "106us Woken" }));
    }
}
