namespace GmpSim.Scenarios.Schema;

/// <summary>What a part of a scenario file may look like. One table of shapes feeds the reader, the JSON Schema and the key reference.</summary>
internal abstract class Shape
{
    /// <summary>What a message calls a node of this shape.</summary>
    public abstract string Noun { get; }
}
