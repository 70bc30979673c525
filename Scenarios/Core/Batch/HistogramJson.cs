using System.Text.Json;
using System.Text.Json.Serialization;
using GmpSim.Engine;

namespace GmpSim.Scenarios.Batch;

/// <summary>Writes a histogram without loss: its buckets, sum and range, all in whole picoseconds.</summary>
internal sealed class HistogramJson : JsonConverter<Histogram>
{
    public override Histogram Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var stored = JsonSerializer.Deserialize<Stored>(ref reader, options) ?? throw new JsonException("A histogram is missing.");
        var buckets = stored.Buckets.Select(b => new HistogramBucket(SimDuration.FromPicoseconds(b[0]), SimDuration.FromPicoseconds(b[1]), b[2]));
        return Histogram.Restore(buckets, stored.SumPs, stored.MinPs, stored.MaxPs);
    }

    public override void Write(Utf8JsonWriter writer, Histogram value, JsonSerializerOptions options) => JsonSerializer.Serialize(
        writer,
        new Stored(value.SumPicoseconds, value.Min, value.Max, [.. value.Buckets().Select(b => new[] { b.Low.Picoseconds, b.High.Picoseconds, b.Count })]),
        options);

    private sealed record Stored(Int128 SumPs, SimDuration MinPs, SimDuration MaxPs, IReadOnlyList<long[]> Buckets);
}
