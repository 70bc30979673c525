namespace GmpSim.Scenarios.Schema;

/// <summary>A value whose shape depends on the key it is for, and which is checked there.</summary>
internal sealed class AnyShape : Shape
{
    /// <inheritdoc/>
    public override string Noun => "a value";
}
