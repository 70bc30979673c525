using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Reading;

/// <summary>A part of a YAML document that knows where it stands.</summary>
/// <param name="span">Where its first line stands.</param>
internal abstract class SourceNode(SourceSpan span)
{
    /// <summary>Where it stands: the value itself, or the first line of a list or mapping.</summary>
    public SourceSpan Span { get; } = span;

    /// <summary>Nodes in it, itself included, with every alias counted in full.</summary>
    public abstract long Size { get; }

    /// <summary>Levels of nesting, 1 for a plain value.</summary>
    public abstract int Height { get; }

    /// <summary>What a message calls it.</summary>
    public abstract string Noun { get; }
}
