using GmpSim.Scenarios.Schema.Values;

namespace GmpSim.Scenarios.Schema;

/// <summary>A plain value.</summary>
/// <param name="kind">What it must be.</param>
internal sealed class ValueShape(ValueKind kind) : Shape
{
    /// <summary>What it must be.</summary>
    public ValueKind Kind { get; } = kind;

    /// <inheritdoc/>
    public override string Noun => Kind.Noun;
}
