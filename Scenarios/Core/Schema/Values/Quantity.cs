using System.Globalization;
using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Schema.Values;

/// <summary>A number with its unit as written: <c>12.7us</c>, <c>20 k/s</c>, <c>50%</c>.</summary>
/// <param name="Number">The number.</param>
/// <param name="Unit">What follows it, without spaces around; may be empty.</param>
internal readonly record struct Quantity(decimal Number, string Unit)
{
    /// <summary>The pattern of the number, for schemas.</summary>
    public const string NumberPattern = @"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?";

    /// <summary>Takes a text apart.</summary>
    /// <param name="text">The text.</param>
    /// <param name="kind">What it should be, for messages.</param>
    /// <param name="quantity">Number and unit.</param>
    /// <returns>What is wrong with the number.</returns>
    public static ValueProblem? TryParse(string text, ValueKind kind, out Quantity quantity)
    {
        quantity = default;
        var length = NumberLength(text);
        if (length == 0)
            return new(Codes.NotAValue, $"{Readable.Quoted(text)} is not {kind.Noun}, such as '{kind.Example}'");

        var unit = text[length..].Trim();
        if (unit.StartsWith(',') || unit.StartsWith('.') || unit.StartsWith('_'))
            return new(Codes.NotAValue, $"{Readable.Quoted(text)} is not a number with a unit; decimals follow a point, and nothing parts the thousands", WithPoint(text));
        if (!decimal.TryParse(text.AsSpan(0, length), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return new(Codes.OutOfRange, $"{Readable.Quoted(text)} is out of every range");

        quantity = new Quantity(number, unit);
        return null;
    }

    private static string? WithPoint(string text)
    {
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        return comma > 0 && text.LastIndexOf(',') == comma && !text.Contains('.') ? text.Replace(',', '.') : null;
    }

    private static int NumberLength(string text)
    {
        var at = text.StartsWith('-') || text.StartsWith('+') ? 1 : 0;
        var digits = Digits(text, at);
        if (digits == at) return 0;
        at = digits;
        if (at < text.Length && text[at] == '.' && Digits(text, at + 1) > at + 1) at = Digits(text, at + 1);
        if (at < text.Length && text[at] is 'e' or 'E')
        {
            var sign = at + 1 < text.Length && text[at + 1] is '-' or '+' ? at + 2 : at + 1;
            if (Digits(text, sign) > sign) at = Digits(text, sign);
        }

        return at;
    }

    private static int Digits(string text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return at;
    }
}
