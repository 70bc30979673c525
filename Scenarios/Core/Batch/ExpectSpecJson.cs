using System.Text.Json;
using System.Text.Json.Serialization;
using GmpSim.Scenarios.Expressions;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Batch;

/// <summary>Writes a claim with its expression as text, and reads the text again.</summary>
internal sealed class ExpectSpecJson : JsonConverter<ExpectSpec>
{
    public override ExpectSpec Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var stored = JsonSerializer.Deserialize<Stored>(ref reader, options) ?? throw new JsonException("A claim is missing.");
        var expression = ExpressionParser.Parse(stored.Value, out var error) ?? throw new JsonException(error!.Message);
        return new(stored.Place, stored.Id, stored.Claim, stored.Value, expression, stored.Given, stored.Expected, stored.Kind, stored.Tolerance, stored.Low, stored.High);
    }

    public override void Write(Utf8JsonWriter writer, ExpectSpec value, JsonSerializerOptions options) => JsonSerializer.Serialize(
        writer,
        new Stored(
            value.Place, value.Id, value.Claim, value.Value, new(value.Given.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal), value.Expected,
            value.Kind, value.Tolerance, value.Low, value.High),
        options);

    // In the order of its keys: a plan must be the same text every time.
    private sealed record Stored(
        string Place,
        string Id,
        string Claim,
        string Value,
        SortedDictionary<string, string> Given,
        double Expected,
        string Kind,
        double Tolerance,
        double? Low,
        double? High);
}
