using System.Diagnostics.CodeAnalysis;

namespace GmpSim.Scenarios.Schema.Values;

/// <summary>A kind of plain value that reads as a <typeparamref name="T"/>.</summary>
[SuppressMessage("Design", "MA0048:File name must match type name", Justification = "The generic form has a file of its own.")]
internal abstract class ValueKind<T> : ValueKind
{
    /// <summary>Reads a text.</summary>
    /// <param name="text">The text, without quotes.</param>
    /// <param name="value">The value where the text is good.</param>
    /// <returns>What is wrong; <see langword="null"/> where nothing is.</returns>
    public abstract ValueProblem? TryParse(string text, out T value);

    /// <inheritdoc/>
    public sealed override ValueProblem? Check(string text) => TryParse(text, out _);

    /// <summary>Reads a text that was checked before.</summary>
    /// <exception cref="InvalidOperationException">The text is not of this kind.</exception>
    public T Parse(string text) =>
        TryParse(text, out var value) is { } problem ? throw new InvalidOperationException($"Unchecked value '{text}': {problem.Message}.") : value;
}
