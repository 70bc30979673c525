namespace GmpSim.Engine;

/// <summary>Every event of the instant is equally likely to be next.</summary>
/// <remarks>The plain random walk: cheap, without bias, and weak where a bug needs the same actor to be late many times in a row.</remarks>
/// <param name="seed">Equal seeds choose equally.</param>
public sealed class RandomOrder(ulong seed) : TieBreaker
{
    private readonly RandomStream _random = new(seed, "ties/random");

    /// <inheritdoc/>
    public override int Choose(long number, ReadOnlySpan<SimEvent> due) => _random.NextBelow(due.Length);
}
