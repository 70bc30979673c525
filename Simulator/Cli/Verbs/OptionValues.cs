using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using GmpSim.Engine;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Schema;

namespace GmpSim.Cli.Verbs;

/// <summary>Reads the values of options, and says in plain words what is wrong with them.</summary>
internal static class OptionValues
{
    /// <summary>A reader of whole numbers.</summary>
    /// <param name="option">Name of the option, for the message.</param>
    /// <param name="least">The smallest number that makes sense.</param>
    internal static Func<ArgumentResult, int?> WholeNumber(string option, int least) => result => (int?)Read(result, option, least, int.MaxValue);

    /// <summary>A reader of seeds: whole numbers from 0 up, of 64 bits.</summary>
    /// <param name="option">Name of the option, for the message.</param>
    internal static Func<ArgumentResult, ulong?> Seed(string option) => result => (ulong?)Read(result, option, 0, ulong.MaxValue);

    /// <summary>Reads the name of a pending-event set.</summary>
    internal static PendingEventSetKind Queue(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var names = Enum.GetNames<PendingEventSetKind>().Select(name => name.ToLowerInvariant()).ToList();
        if (names.Contains(text.ToLowerInvariant(), StringComparer.Ordinal)) return Enum.Parse<PendingEventSetKind>(text, ignoreCase: true);
        var nearest = Nearest.To(text, names) is { } name ? $"; did you mean '{name}'?" : "";
        result.AddError($"--queue needs {string.Join(" or ", names)}, not '{text}'{nearest}");
        return default;
    }

    /// <summary>A reader of durations above zero.</summary>
    /// <param name="option">Name of the option, for the message.</param>
    internal static Func<ArgumentResult, SimDuration?> Duration(string option) => result =>
    {
        if (DurationText.TryParseAboveZero(result.Tokens[0].Value, out var duration) is not { } problem) return duration;
        result.AddError($"{option}: {problem}");
        return null;
    };

    private static BigInteger? Read(ArgumentResult result, string option, ulong least, ulong most)
    {
        var text = result.Tokens[0].Value;
        var isNumber = BigInteger.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (isNumber && number >= least && number <= most) return number;

        // The upper bound matters only to who has met it.
        var range = isNumber && number > most ? $"from {least} to {most}" : $"from {least} up";
        result.AddError($"{option} needs a whole number {range}, not '{text}'");
        return null;
    }

    private static BigInteger? Read(ArgumentResult result, string option, int least, int most) => Read(result, option, (ulong)least, (ulong)most);
}
