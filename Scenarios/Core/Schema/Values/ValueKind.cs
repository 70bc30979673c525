using System.Text.Json.Nodes;

namespace GmpSim.Scenarios.Schema.Values;

/// <summary>A kind of plain value: how it is written, checked and described.</summary>
internal abstract class ValueKind
{
    /// <summary>What a message calls it, with its article: <c>a duration</c>.</summary>
    public abstract string Noun { get; }

    /// <summary>A value of the kind, as an example for messages.</summary>
    public abstract string Example { get; }

    /// <summary>What is wrong with a text as a value of this kind; <see langword="null"/> where nothing is.</summary>
    public abstract ValueProblem? Check(string text);

    /// <summary>The kind as a JSON Schema.</summary>
    public abstract JsonObject JsonSchema();

    /// <summary>A schema for strings that match a pattern.</summary>
    protected static JsonObject Pattern(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };
}
