namespace GmpSim.Scenarios.Schema;

/// <summary>A list.</summary>
/// <param name="name">What a message calls it.</param>
/// <param name="item">What each entry looks like.</param>
/// <param name="min">Fewest entries.</param>
/// <param name="max">Most entries.</param>
internal sealed class SequenceShape(string name, Shape item, int min = 1, int max = 10_000) : Shape
{
    /// <summary>What a message calls it.</summary>
    public string Name { get; } = name;

    /// <summary>What each entry looks like.</summary>
    public Shape Item { get; } = item;

    /// <summary>Fewest entries.</summary>
    public int Min { get; } = min;

    /// <summary>Most entries.</summary>
    public int Max { get; } = max;

    /// <inheritdoc/>
    public override string Noun => "a list";
}
