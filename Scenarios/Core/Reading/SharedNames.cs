using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Reading;

/// <summary>What the programs of a scenario share by name: checks that all places agree about it.</summary>
internal sealed class SharedNames(DiagnosticBag problems)
{
    private readonly Dictionary<(string Kind, string Name), (int Size, SourceSpan Span)> _sizes = [];
    private readonly HashSet<(string Kind, string Name)> _made = [];
    private readonly List<(string Kind, string Name, SourceSpan Span, string Problem)> _needed = [];

    /// <summary>A place says how large something is; a second place must say the same.</summary>
    /// <param name="kind">What it is: <c>channel</c>, <c>pool</c>.</param>
    /// <param name="name">Its name.</param>
    /// <param name="key">What the format calls its size: <c>buffer</c>, <c>size</c>.</param>
    /// <param name="size">The size.</param>
    /// <param name="span">Where it stands.</param>
    public void Size(string kind, string name, string key, int size, SourceSpan span)
    {
        if (_sizes.TryAdd((kind, name), (size, span))) return;
        var (first, place) = _sizes[(kind, name)];
        if (first != size) problems.Error(Codes.ParametersContradict, span, $"{kind} '{name}' has '{key}' {size} here and {first} at {place.Place}");
    }

    /// <summary>A place makes something with this name, or makes use of it possible.</summary>
    public void Make(string kind, string name) => _made.Add((kind, name));

    /// <summary>A place makes no sense unless another makes the thing with this name.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="span">Where the name stands.</param>
    /// <param name="problem">What is wrong without: <c>nobody locks mutex 'm'</c>.</param>
    public void Need(string kind, string name, SourceSpan span, string problem) => _needed.Add((kind, name, span, problem));

    /// <summary>Reports what is missing, when every program has been read.</summary>
    public void Check()
    {
        foreach (var (kind, name, span, problem) in _needed)
        {
            if (_made.Contains((kind, name))) continue;
            var known = _made.Where(made => made.Kind == kind).Select(made => made.Name).Order(StringComparer.Ordinal);
            problems.Error(Codes.NeverMade, span, problem, Nearest.To(name, known));
        }
    }
}
