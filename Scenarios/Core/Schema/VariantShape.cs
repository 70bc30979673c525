namespace GmpSim.Scenarios.Schema;

/// <summary>A mapping whose keys depend on the value of one of them.</summary>
/// <param name="name">What a message calls it.</param>
/// <param name="discriminator">The key that decides.</param>
/// <param name="variants">The keys for each of its values, the deciding key itself included.</param>
internal sealed class VariantShape(string name, string discriminator, params (string Value, MappingShape Keys)[] variants) : Shape
{
    /// <summary>What a message calls it.</summary>
    public string Name { get; } = name;

    /// <summary>The key that decides.</summary>
    public string Discriminator { get; } = discriminator;

    /// <summary>The variants in order.</summary>
    public IReadOnlyList<(string Value, MappingShape Keys)> Variants => variants;

    /// <inheritdoc/>
    public override string Noun => "a mapping (key: value)";

    /// <summary>The variant of that value, or <see langword="null"/>.</summary>
    public MappingShape? Find(string? value) => Array.Find(variants, variant => variant.Value == value).Keys;
}
