using System.Text.Json;
using System.Text.Json.Serialization;
using GmpSim.Engine;

namespace GmpSim.Scenarios.Batch;

/// <summary>Writes durations as whole picoseconds, and so exactly.</summary>
internal sealed class SimDurationJson : JsonConverter<SimDuration>
{
    public override SimDuration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        SimDuration.FromPicoseconds(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, SimDuration value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.Picoseconds);
}
