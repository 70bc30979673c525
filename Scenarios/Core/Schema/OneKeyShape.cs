namespace GmpSim.Scenarios.Schema;

/// <summary>A mapping with exactly one key that says what it is, such as an operation or a distribution.</summary>
/// <param name="noun">What a message calls it: <c>operation</c>.</param>
/// <param name="keys">The keys to choose from; built on first use, so that shapes may contain themselves.</param>
internal sealed class OneKeyShape(string noun, Func<IReadOnlyList<KeyShape>> keys) : Shape
{
    private readonly Lazy<IReadOnlyList<KeyShape>> _keys = new(keys);

    /// <summary>What a message calls it, without article.</summary>
    public string What => noun;

    /// <summary>The keys to choose from.</summary>
    public IReadOnlyList<KeyShape> Keys => _keys.Value;

    /// <inheritdoc/>
    public override string Noun => (noun[0] is 'a' or 'e' or 'i' or 'o' ? "an " : "a ") + noun;

    /// <summary>The key of that name, or <see langword="null"/>.</summary>
    public KeyShape? Find(string name) => Keys.FirstOrDefault(key => key.Name == name);
}
