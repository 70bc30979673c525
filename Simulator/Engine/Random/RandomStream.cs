using System.Numerics;

namespace GmpSim.Engine;

/// <summary>A named stream of random numbers: one component's own, independent of every other's.</summary>
/// <remarks>
/// The start state derives from the root seed and the name alone, never from the order in which streams are made.
/// So a component more, or a P more, shifts nobody else's numbers, and two points of a sweep share arrivals and
/// service times (common random numbers). The generator is xoshiro256** (Blackman, Vigna 2018; period 2²⁵⁶ − 1),
/// seeded through splitmix64 as its authors advise. Our own code: a library update cannot change a run.
/// </remarks>
public sealed class RandomStream
{
    private ulong _s0, _s1, _s2, _s3;

    /// <summary>The stream called <paramref name="name"/> of the run with this root seed.</summary>
    public RandomStream(ulong rootSeed, string name) => Seed(Fingerprint.Of(name).With(rootSeed).Value);

    /// <summary>Member <paramref name="index"/> of a family of streams, for example one for each connection.</summary>
    public RandomStream(ulong rootSeed, string family, ulong index) => Restart(Fingerprint.Of(family).With(rootSeed), index);

    /// <summary>Becomes member <paramref name="index"/> of the family that <paramref name="family"/> stands for: a stream reused without allocation.</summary>
    public void Restart(Fingerprint family, ulong index) => Seed(family.With(index).Value);

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A number from 0 up to, not including, <paramref name="bound"/>, each equally likely.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is less than 1.</exception>
    public int NextBelow(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        // Lemire 2019: one multiplication; the rejection keeps it exact.
        var product = (ulong)(uint)NextBits() * (uint)bound;
        if ((uint)product < (uint)bound)
        {
            var threshold = (uint)(-bound) % (uint)bound;
            while ((uint)product < threshold) product = (ulong)(uint)NextBits() * (uint)bound;
        }

        return (int)(product >> 32);
    }

    /// <summary>A number in [0, 1) with 53 random bits.</summary>
    public double NextUnit() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    private void Seed(ulong state)
    {
        _s0 = SplitMix(ref state);
        _s1 = SplitMix(ref state);
        _s2 = SplitMix(ref state);
        _s3 = SplitMix(ref state);
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
