using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Schema.Values;

/// <summary>The units of one kind of quantity, and the words people write for them.</summary>
/// <param name="units">Unit and its factor, smallest first.</param>
/// <param name="otherWords">Common other words and the unit they mean.</param>
internal sealed class UnitTable((string Name, decimal Factor)[] units, (string Word, string Unit)[] otherWords)
{
    /// <summary>The names of the units, for a pattern.</summary>
    public IEnumerable<string> Names => units.Select(unit => unit.Name);

    /// <summary>Finds the factor of a quantity's unit.</summary>
    /// <param name="text">The whole text, for messages.</param>
    /// <param name="quantity">Number and unit.</param>
    /// <param name="kind">What is being read.</param>
    /// <param name="factor">Factor of the unit.</param>
    public ValueProblem? Find(string text, Quantity quantity, ValueKind kind, out decimal factor)
    {
        factor = 0;
        if (quantity.Unit.Length == 0)
            return new(Codes.UnitMissing, $"{Readable.Quoted(text)} needs a unit: {kind.Noun} is written like '{kind.Example}'");

        foreach (var (name, unitFactor) in units)
        {
            if (name != quantity.Unit) continue;
            factor = unitFactor;
            return null;
        }

        var meant = Array.Find(otherWords, pair => string.Equals(pair.Word, quantity.Unit, StringComparison.OrdinalIgnoreCase)).Unit
            ?? Nearest.To(quantity.Unit, Names);
        var known = meant is null ? $"; {kind.Noun} has one of {string.Join(", ", Names)}" : "";
        return new(Codes.UnknownUnit, $"unknown unit {Readable.Quoted(quantity.Unit)} in {Readable.Quoted(text)}{known}", meant is null ? null : Rewritten(text, quantity.Unit, meant));
    }

    /// <summary>A number times a factor, or <see langword="null"/> where it leaves the range of decimals.</summary>
    public static decimal? Product(decimal number, decimal factor)
    {
        // decimal overflows by exception; 1e28 is its end, and far beyond every range of the format.
        if (number != 0 && Math.Abs(number) > 79_000_000_000_000_000_000_000_000_000m / Math.Max(factor, 1)) return null;
        return number * factor;
    }

    private static string Rewritten(string text, string unit, string meant) => text[..^unit.Length] + meant;
}
