using GmpSim.Engine;

namespace GmpSim.Tests.Unit.Engine;

public sealed class ProcessTests
{
    private readonly List<string> _log = [];
    private Simulation _simulation = null!;
    private LocalClock _clock = null!;

    [SetUp]
    public void Start()
    {
        _log.Clear();
        _simulation = new Simulation(PendingEventSets.Create(), seed: 1);
        _clock = new LocalClock(_simulation, "walker");
    }

    [Test]
    public void A_process_reads_from_top_to_bottom_and_time_passes_where_it_awaits()
    {
        Walk().Start();
        Assert.That(_log, Is.EqualTo(new[] { "0s out" }), "a process runs at once up to its first wait");

        _simulation.RunUntil(SimTime.MaxValue);
        Assert.That(_log, Is.EqualTo(new[] { "0s out", "5ns there", "12ns home" }));

        async Process Walk()
        {
            Log("out");
            await _clock.Sleep(Ns(5));
            Log("there");
            await _clock.Sleep(Ns(7));
            Log("home");
        }
    }

    [Test]
    public void A_nested_call_gives_its_result_after_the_time_it_took_and_without_a_wait_at_once()
    {
        Outer().Start();
        _simulation.RunUntil(SimTime.MaxValue);

        Assert.That(_log, Is.EqualTo(new[] { "0s 0", "1ns 1", "7ns 2", "28ns 3" }));

        async Process Outer()
        {
            for (var depth = 0; depth <= 3; depth++)
            {
                var result = depth == 0 ? await Immediate() : await Nested(depth);
                Log(result.ToString());
            }
        }

        async Process<int> Immediate()
        {
            await _clock.Settle(); // nothing to settle: no event
            return 0;
        }

        async Process<int> Nested(int depth)
        {
            if (depth > 0) _ = await Nested(depth - 1);
            if (depth > 0) await _clock.Sleep(Ns(depth == 1 ? 1 : depth == 2 ? 5 : 15));
            return depth;
        }
    }

    [Test]
    public void Spent_time_adds_up_and_is_settled_by_one_event()
    {
        Spender().Start();
        Assert.That(_clock.Ahead, Is.EqualTo(SimDuration.Zero));

        _simulation.RunUntil(SimTime.MaxValue);
        Assert.That(_simulation.EventCount, Is.EqualTo(1));
        Assert.That(_log, Is.EqualTo(new[] { "55ns settled" }));

        async Process Spender()
        {
            for (var cost = 1; cost <= 10; cost++) _clock.Spend(Ns(cost));
            Assert.That(_clock.Now, Is.EqualTo(SimTime.Zero + Ns(55)));
            await _clock.Settle();
            Log("settled");
            await _clock.Settle();
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public void An_error_in_a_nested_call_reaches_the_caller_whether_it_had_waited_or_not(bool waits)
    {
        Outer().Start();
        _simulation.RunUntil(SimTime.MaxValue);

        Assert.That(_log, Is.EqualTo(new[] { waits ? "1ns caught boom" : "0s caught boom", waits ? "2ns goes on" : "1ns goes on" }));

        async Process Outer()
        {
            try
            {
                _ = await Middle();
                Log("not reached");
            }
            catch (InvalidOperationException error)
            {
                Log($"caught {error.Message}");
            }

            await _clock.Sleep(Ns(1));
            Log("goes on");
        }

        async Process<int> Middle()
        {
            await Failing();
            return 1;
        }

        async Process Failing()
        {
            if (waits) await _clock.Sleep(Ns(1));
            throw new InvalidOperationException("boom");
        }
    }

    [Test]
    public void An_error_that_nobody_catches_comes_out_of_the_main_loop()
    {
        Failing().Start();

        Assert.That(() => _simulation.RunUntil(SimTime.MaxValue), Throws.InvalidOperationException.With.Message.EqualTo("boom"));

        async Process Failing()
        {
            await Inner();
        }

        async Process Inner()
        {
            await _clock.Sleep(Ns(1));
            throw new InvalidOperationException("boom");
        }
    }

    [Test]
    public void An_error_before_the_first_wait_comes_out_of_the_start()
    {
        Assert.That(() => Failing().Start(), Throws.InvalidOperationException.With.Message.EqualTo("boom"));

        async Process Failing()
        {
            if (_log.Count == 0) throw new InvalidOperationException("boom");
            await _clock.Sleep(Ns(1));
        }
    }

    [Test]
    public void A_frame_used_again_after_an_error_remembers_nothing_of_it()
    {
        Outer().Start();
        _simulation.RunUntil(SimTime.MaxValue);

        Assert.That(_log, Is.EqualTo(new[] { "1ns failed", "2ns 20", "3ns failed", "4ns 40" }));

        async Process Outer()
        {
            for (var call = 1; call <= 4; call++)
            {
                try
                {
                    Log((await Sometimes(call)).ToString());
                }
                catch (InvalidOperationException)
                {
                    Log("failed");
                }
            }
        }

        async Process<int> Sometimes(int call)
        {
            await _clock.Sleep(Ns(1));
            return call % 2 == 0 ? call * 10 : throw new InvalidOperationException();
        }
    }

    [Test]
    public void Many_processes_interleave_in_the_one_order_of_the_run()
    {
        for (var walker = 0; walker < 3; walker++) Walk(walker, new LocalClock(_simulation, $"walker/{walker}")).Start();
        _simulation.RunUntil(SimTime.MaxValue);

        Assert.That(_log, Is.EqualTo(new[] { "2ns 0.0", "2ns 1.0", "2ns 2.0", "4ns 0.1", "4ns 1.1", "4ns 2.1" }));

        async Process Walk(int walker, LocalClock clock)
        {
            for (var step = 0; step < 2; step++)
            {
                await clock.Sleep(Ns(1));
                await clock.Sleep(Ns(1));
                Log($"{walker}.{step}");
            }
        }
    }

    [Test]
    public void Two_processes_on_one_clock_are_an_error()
    {
        Sleep().Start();

        Assert.That(() => Sleep().Start(), Throws.InvalidOperationException.With.Message.Contains("walker"));

        async Process Sleep() => await _clock.Sleep(Ns(1));
    }

    [Test]
    public void A_negative_cost_is_refused() =>
        Assert.That(() => _clock.Spend(Ns(-1)), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void In_the_steady_state_nothing_is_allocated()
    {
        Loop().Start();
        // The first rounds may still meet methods that are compiled again while they run.
        var least = long.MaxValue;
        for (var round = 1; round <= 5; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            _simulation.RunUntil(SimTime.Zero + Ns(10_000 * round));
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        // A debug build makes state machines classes: then every nested call allocates one.
        var perEvent = IsDebugBuild ? 1_000 : 0;
        Assert.That(least, Is.LessThanOrEqualTo(10_000 * perEvent), "bytes");

        async Process Loop()
        {
            while (true) _ = await Nested(2);
        }

        async Process<int> Nested(int depth)
        {
            if (depth > 0) return 1 + await Nested(depth - 1);
            await _clock.Sleep(Ns(1));
            return 0;
        }
    }

    private static bool IsDebugBuild =>
#if DEBUG
        true;
#else
        false;
#endif

    private static SimDuration Ns(long value) => SimDuration.FromNanoseconds(value);

    private void Log(string what) => _log.Add($"{_simulation.Now} {what}");
}
