namespace GmpSim.Scenarios.Schema;

/// <summary>A mapping with known keys, keys that the user names, or both.</summary>
internal sealed class MappingShape : Shape
{
    private readonly Dictionary<string, KeyShape> _byName;

    /// <summary>A mapping with known keys.</summary>
    /// <param name="name">What a message calls it: <c>'run'</c>.</param>
    /// <param name="keys">Its keys in the order of the reference.</param>
    public MappingShape(string name, params KeyShape[] keys)
    {
        Name = name;
        Keys = keys;
        _byName = keys.ToDictionary(key => key.Name, StringComparer.Ordinal);
    }

    /// <summary>What a message calls it.</summary>
    public string Name { get; }

    /// <summary>Its known keys.</summary>
    public IReadOnlyList<KeyShape> Keys { get; }

    /// <summary>Keys that the user names; <see langword="null"/> for none.</summary>
    public OpenKeys? Open { get; init; }

    /// <summary>Whether a mapping above replaces one below as a whole when merged, as a value would.</summary>
    public bool IsReplacedWhole { get; init; }

    /// <summary>Whether the mapping must have at least one entry.</summary>
    public bool NeedsEntry { get; init; }

    /// <summary>Groups of keys of which only one may be written.</summary>
    public IReadOnlyList<string[]> Exclusive { get; init; } = [];

    /// <inheritdoc/>
    public override string Noun => "a mapping (key: value)";

    /// <summary>The known key of that name, or <see langword="null"/>.</summary>
    public KeyShape? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The shape of the value under that key, or <see langword="null"/>.</summary>
    public Shape? ShapeOf(string name) => Find(name)?.Shape ?? Open?.Shape;
}
