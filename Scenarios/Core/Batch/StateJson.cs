using System.Text.Encodings.Web;
using System.Text.Json;

namespace GmpSim.Scenarios.Batch;

/// <summary>The JSON of files under <c>state/</c>: exact, so that a record read back gives the same bytes in every table.</summary>
internal static class StateJson
{
    /// <summary>Shared options. Doubles are written with as many digits as it takes to read the same bits back.</summary>
    internal static readonly JsonSerializerOptions Options = new()
    {
        Converters = { new SimDurationJson(), new HistogramJson(), new ExpectSpecJson() },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        IncludeFields = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NewLine = "\n",
    };

    internal static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    internal static T Read<T>(ReadOnlySpan<byte> utf8) => JsonSerializer.Deserialize<T>(utf8, Options) ?? throw new JsonException("The file holds nothing.");
}
