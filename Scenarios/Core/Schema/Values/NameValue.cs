using System.Text.Json.Nodes;
using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Schema.Values;

/// <summary>A name: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, at most 100 of them, a letter or digit first.</summary>
/// <param name="noun">What a message calls it: <c>a program</c>.</param>
internal sealed class NameValue(string noun) : ValueKind<string>
{
    /// <summary>The pattern of a name.</summary>
    public const string NamePattern = "^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$";

    /// <inheritdoc/>
    public override string Noun => $"the name of {noun}";

    /// <inheritdoc/>
    public override string Example => "handler";

    /// <inheritdoc/>
    public override ValueProblem? TryParse(string text, out string value)
    {
        value = text;
        if (text.Length is > 0 and <= 100 && char.IsAsciiLetterOrDigit(text[0]) && text.All(IsNamePart)) return null;
        return new(Codes.BadName, $"{Readable.Quoted(text)} is not a name: letters, digits, '-', '_' and '.', a letter or digit first, at most 100");
    }

    /// <inheritdoc/>
    public override JsonObject JsonSchema() => Pattern(NamePattern);

    private static bool IsNamePart(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.';
}
