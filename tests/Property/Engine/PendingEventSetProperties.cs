using FsCheck;
using FsCheck.Fluent;
using GmpSim.Engine;

namespace GmpSim.Tests.Property.Engine;

/// <summary>Whatever is asked of them, all pending-event sets hand out the events that a sorted list would.</summary>
public sealed class PendingEventSetProperties
{
    private static readonly long[] Delays =
    [
        0, 1, 2, 999, 1_000, 1_024, 4_095, 65_536, 1_000_000, 1_000_000_000, 60_000_000_000_000, 1L << 50,
    ];

    [Test]
    public void The_calendar_takes_what_the_heap_takes_whatever_the_delays_are() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(5_000).WithReplay(11, 13),
            Prop.ForAll<ulong, byte, byte>((seed, pattern, population) => Agree(seed, pattern % 10, 1 + (population * population / 100), 600)));

    [Test]
    public void The_calendar_takes_what_the_heap_takes_in_long_runs_with_large_populations() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(40).WithReplay(17, 19),
            Prop.ForAll<ulong, byte>((seed, pattern) => Agree(seed, pattern % 10, 5_000, 20_000)));

    /// <summary>Grows two sets to a population, holds it, lets it shrink, with bounds on the way; compares every answer.</summary>
    private static bool Agree(ulong seed, int pattern, int population, int steps)
    {
        var random = new RandomStream(seed, "operations");
        var pair = new PairOfSets();
        for (var step = 0; step < population; step++) pair.Add(Delay(pattern, random));
        for (var step = 0; step < steps; step++)
        {
            // Now and then a wave: many more events, or all of them until some instant.
            var wave = random.NextBelow(200);
            if (wave == 0)
            {
                for (var more = random.NextBelow(population + 1); more > 0; more--) pair.Add(Delay(pattern, random));
            }
            else if (wave == 1)
            {
                if (!pair.TakeAllUntil(Delay(pattern, random))) return false;
            }
            else
            {
                if (!pair.TakeOne(random.NextBelow(8) == 0 ? Delay(pattern, random) : null)) return false;
                if (pair.Count < population + random.NextBelow(3)) pair.Add(Delay(pattern, random));
            }
        }

        return pair.TakeAllUntil(null) && pair.Count == 0;
    }

    private static long Delay(int pattern, RandomStream random) => pattern switch
    {
        0 => 0,
        1 => random.NextBelow(3),
        2 => random.NextBelow(1_000_000),
        3 => random.NextBelow(10) == 0 ? random.NextBelow(int.MaxValue) : random.NextBelow(100_000),
        4 => 1_000_000L * random.NextBelow(5),
        5 => random.NextBelow(50) == 0 ? 60_000_000_000_000 : random.NextBelow(2_000),
        6 => (long)(random.NextBits() >> (10 + random.NextBelow(54))), // every order of magnitude
        7 => Delays[random.NextBelow(Delays.Length)],
        8 => Delays[random.NextBelow(Delays.Length)] + random.NextBelow(3),
        _ => random.NextBelow(1_000_000) << random.NextBelow(20),
    };
}
