using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Schema;
using GmpSim.Scenarios.Schema.Values;

namespace GmpSim.Scenarios.Reading;

/// <summary>A checked mapping together with its shape: reads what is written, and the table's default where nothing is.</summary>
/// <remarks>Only for trees that passed the <see cref="ShapeValidator"/>: a wrong value here is a bug of the reader and throws.</remarks>
internal readonly struct Section
{
    private readonly SourceMapping? _mapping;
    private readonly MappingShape _shape;

    private Section(SourceMapping? mapping, MappingShape shape, SourceSpan span)
    {
        _mapping = mapping;
        _shape = shape;
        Span = span;
    }

    /// <summary>Where it stands, or where it would.</summary>
    public SourceSpan Span { get; }

    /// <summary>A section out of a node of that shape; of a short form, the long form that it stands for.</summary>
    /// <param name="node">The node; <see langword="null"/> for a section that is not written.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="fallback">Where it would stand.</param>
    public static Section Of(SourceNode? node, Shape shape, SourceSpan fallback)
    {
        var span = node?.Span ?? fallback;
        return (node, shape) switch
        {
            (SourceScalar scalar, EitherShape { ShortFor: { } key, Composite: MappingShape keys }) =>
                new Section(new SourceMapping(span, [new SourceEntry(new SourceScalar(span, key, isPlain: false), scalar)]), keys, span),
            (_, EitherShape { Composite: MappingShape keys }) => new Section(node as SourceMapping, keys, span),
            (SourceMapping mapping, VariantShape variant) => new Section(mapping, variant.Find(TextOf(mapping.Value(variant.Discriminator)))!, span),
            (_, MappingShape keys) => new Section(node as SourceMapping, keys, span),
            _ => throw new InvalidOperationException($"No section of {shape.GetType().Name}."),
        };
    }

    /// <summary>Whether the key is written.</summary>
    public bool Has(string key) => _mapping?.Find(key) is not null;

    /// <summary>Whether the section's shape has the key.</summary>
    public bool Knows(string key) => _shape.Find(key) is not null;

    /// <summary>The node of a key; <see langword="null"/> where it is not written.</summary>
    public SourceNode? Node(string key) => _mapping?.Value(Known(key).Name);

    /// <summary>The entries as written.</summary>
    public IReadOnlyList<SourceEntry> Entries => _mapping?.Entries ?? [];

    /// <summary>Where a key's value stands; the section itself where it is not written.</summary>
    public SourceSpan SpanOf(string key) => _mapping?.Value(key)?.Span ?? Span;

    /// <summary>Where a key stands; the section itself where it is not written.</summary>
    public SourceSpan KeySpan(string key) => _mapping?.Find(key)?.Key.Span ?? Span;

    /// <summary>The value of a key, or its default.</summary>
    public T Value<T>(string key)
    {
        var known = Known(key);
        var text = TextOf(_mapping?.Value(key)) ?? known.Default ?? throw new InvalidOperationException($"Key '{key}' is neither written nor has a default.");
        return ((ValueKind<T>)((ValueShape)known.Shape).Kind).Parse(text);
    }

    /// <summary>The value of a key, or <paramref name="otherwise"/> where it is not written.</summary>
    public T Value<T>(string key, T otherwise) => Has(key) ? Value<T>(key) : otherwise;

    /// <summary>The value of a key as written.</summary>
    public string Text(string key) => TextOf(_mapping?.Value(key)) ?? throw new InvalidOperationException($"Key '{key}' is not written.");

    /// <summary>The section under a key.</summary>
    public Section Sub(string key)
    {
        var known = Known(key);
        var node = _mapping?.Value(key);
        if (node is null && known.Default is { } text) node = new SourceScalar(Span, text, isPlain: false);
        return Of(node, known.Shape, KeySpan(key));
    }

    private static string? TextOf(SourceNode? node) => (node as SourceScalar)?.Text;

    private KeyShape Known(string key) => _shape.Find(key) ?? throw new InvalidOperationException($"{_shape.Name} has no key '{key}'.");
}
