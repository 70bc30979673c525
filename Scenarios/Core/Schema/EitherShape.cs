namespace GmpSim.Scenarios.Schema;

/// <summary>A short form or a long form, told apart by how it is written.</summary>
/// <param name="name">What a message calls the whole.</param>
/// <param name="scalar">The form as a plain value.</param>
/// <param name="composite">The form as a mapping or list.</param>
internal sealed class EitherShape(string name, ValueShape scalar, Shape composite) : Shape
{
    /// <summary>What a message calls the whole.</summary>
    public string Name { get; } = name;

    /// <summary>The form as a plain value.</summary>
    public ValueShape Scalar { get; } = scalar;

    /// <summary>The form as a mapping or list.</summary>
    public Shape Composite { get; } = composite;

    /// <summary>The key of the long form that the short form stands for, such as <c>topology</c>; <see langword="null"/> where there is none.</summary>
    public string? ShortFor { get; init; }

    /// <inheritdoc/>
    public override string Noun => $"{Scalar.Noun}, or {Composite.Noun}";
}
