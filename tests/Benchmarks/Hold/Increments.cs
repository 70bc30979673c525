using GmpSim.Engine;

namespace GmpSim.Benchmarks;

/// <summary>Spans of time in the shapes that simulations draw them in: a table to be gone through in a circle.</summary>
/// <remarks>Drawn beforehand, so that no benchmark measures the drawing.</remarks>
public sealed class Increments
{
    private const int TableLength = 1 << 16;

    private readonly long[] _table = new long[TableLength];
    private int _next;

    /// <summary>Draws the table.</summary>
    public Increments(IncrementShape shape)
    {
        var random = new RandomStream(1, shape.ToString());
        for (var index = 0; index < TableLength; index++) _table[index] = Draw(shape, random);
    }

    /// <summary>The next span, in picoseconds.</summary>
    public long Next() => _table[_next++ & (TableLength - 1)];

    private static long Draw(IncrementShape shape, RandomStream random) => shape switch
    {
        IncrementShape.Uniform => Below(random, 2_000_000),
        IncrementShape.Exponential => (long)(-1_000_000 * Math.Log(1 - random.NextUnit())),
        IncrementShape.Bimodal => random.NextBelow(10) == 0 ? Below(random, 2_000_000_000) : Below(random, 100_000),
        IncrementShape.Bursty => (random.NextBelow(10) == 0 ? random.NextBelow(20) : 1) * 1_000_000L,
        IncrementShape.ZeroOrSoon => random.NextBelow(2) == 0 ? 0 : Below(random, 1_000_000),
        IncrementShape.Pareto => (long)(1_000 / Math.Pow(1 - random.NextUnit(), 1 / 0.9)),
        _ => throw new ArgumentOutOfRangeException(nameof(shape)),
    };

    private static long Below(RandomStream random, long bound) => (long)(random.NextUnit() * bound);
}
