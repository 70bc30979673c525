using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using GmpSim.Engine;

namespace GmpSim.Reports.Tables;

/// <summary>Writes a duration with its unit, as scenario files do (<c>"1.25us"</c>), and reads it back.</summary>
internal sealed class SimDurationConverter : JsonConverter<SimDuration>
{
    private static readonly (string Suffix, decimal Picoseconds)[] s_units =
        [("ps", 1), ("ns", 1e3m), ("us", 1e6m), ("ms", 1e9m), ("s", 1e12m)];

    public override SimDuration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString() ?? "";
        foreach (var (suffix, picoseconds) in s_units)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal)
                && decimal.TryParse(text[..^suffix.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && Math.Abs(number) <= long.MaxValue / picoseconds)
                return SimDuration.FromPicoseconds((long)(number * picoseconds));
        }

        throw new JsonException($"'{text}' is not a duration with a unit.");
    }

    public override void Write(Utf8JsonWriter writer, SimDuration value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
