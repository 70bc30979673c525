using GmpSim.Scenarios.Schema.Values;

namespace GmpSim.Scenarios.Schema;

/// <summary>A key of a mapping.</summary>
/// <param name="Name">The key.</param>
/// <param name="Shape">What its value looks like.</param>
/// <param name="About">What it means, in a sentence; for the schema and the reference.</param>
internal sealed record KeyShape(string Name, Shape Shape, string About)
{
    /// <summary>The value when the key is not written, as it would be written; <see langword="null"/> where it needs more than a text to say.</summary>
    public string? Default { get; init; }

    /// <summary>Whether the key must be written.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether it may stand without a value, in a list also as a word alone (operations without arguments).</summary>
    public bool IsBare { get; init; }

    /// <summary>A key with a plain value.</summary>
    public static KeyShape Value(string name, ValueKind kind, string about, string? byDefault = null) =>
        new(name, new ValueShape(kind), about) { Default = byDefault };

    /// <summary>A key with a plain value that must be written.</summary>
    public static KeyShape Required(string name, ValueKind kind, string about) => new(name, new ValueShape(kind), about) { IsRequired = true };
}
