using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GmpSim.Scenarios.Schema.Values;

namespace GmpSim.Scenarios.Schema;

/// <summary>The scenario format as a JSON Schema (draft 2020-12), for editors.</summary>
/// <remarks>
/// Made from the same table of shapes that the reader checks by. It is a little more lenient than the reader where a schema cannot
/// say it: keys that `defaults` may supply are not required, and references, paths and expressions are plain texts.
/// </remarks>
public sealed class ScenarioSchema
{
    private static readonly JsonSerializerOptions s_format = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SortedDictionary<string, JsonNode?> _definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<Shape, string> _names = [];

    private ScenarioSchema()
    {
    }

    /// <summary>The schema as text; ends in a line end.</summary>
    public static string Json()
    {
        var schema = new ScenarioSchema();
        var root = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "GmpSim scenario file, format 1",
        };
        foreach (var (key, value) in schema.Mapping(ScenarioShapes.File).ToArray()) root[key] = value?.DeepClone();
        root["required"] = new JsonArray("gmpsim", "scenarios");
        root["$defs"] = new JsonObject(schema._definitions);
        return root.ToJsonString(s_format) + "\n";
    }

    private JsonObject Of(Shape shape) => shape switch
    {
        ValueShape value => value.Kind.JsonSchema(),
        MappingShape mapping => mapping.Open is null && mapping != ScenarioShapes.Scenario ? Mapping(mapping) : Referenced(mapping, mapping.Name, () => Mapping(mapping)),
        SequenceShape sequence => Sequence(sequence),
        EitherShape either => new JsonObject { ["anyOf"] = new JsonArray(Of(either.Scalar), Of(either.Composite)) },
        VariantShape variant => new JsonObject { ["oneOf"] = new JsonArray([.. variant.Variants.Select(known => (JsonNode)Variant(variant, known.Value, known.Keys))]) },
        OneKeyShape oneKey => Referenced(oneKey, oneKey.What, () => OneKey(oneKey)),
        AnyShape => [],
        _ => throw new InvalidOperationException($"No schema for {shape.GetType().Name}."),
    };

    /// <summary>A shape that occurs in several places, or in itself, is written once and referred to.</summary>
    private JsonObject Referenced(Shape shape, string title, Func<JsonObject> make)
    {
        if (!_names.TryGetValue(shape, out var name))
        {
            name = title.Replace("'", "", StringComparison.Ordinal).Replace("the ", "", StringComparison.Ordinal).Replace(' ', '-');
            while (_names.ContainsValue(name)) name += "-2";
            _names[shape] = name;
            _definitions[name] = make();
        }

        return new JsonObject { ["$ref"] = "#/$defs/" + name };
    }

    private JsonObject Mapping(MappingShape shape)
    {
        var properties = new JsonObject();
        foreach (var key in shape.Keys) properties[key.Name] = key.IsBare ? OrNull(Key(key)) : Key(key);
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (shape.Open is { } open)
        {
            schema["propertyNames"] = open.Names.JsonSchema();
            schema["additionalProperties"] = Described(Of(open.Shape), open.About);
        }
        else
        {
            schema["additionalProperties"] = false;
        }

        // What `defaults` may supply is not required of the single scenario.
        var required = shape.Keys.Where(key => key.IsRequired && key.Shape is ValueShape && shape != ScenarioShapes.File).Select(key => (JsonNode)key.Name).ToArray();
        if (required.Length > 0) schema["required"] = new JsonArray(required);
        if (shape.NeedsEntry) schema["minProperties"] = 1;
        return schema;
    }

    private JsonObject Variant(VariantShape shape, string value, MappingShape keys)
    {
        var schema = Mapping(keys);
        schema["properties"]![shape.Discriminator]!["const"] = value;
        schema["title"] = value;
        return schema;
    }

    private JsonObject Sequence(SequenceShape shape)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = Of(shape.Item) };
        if (shape.Min > 0) schema["minItems"] = shape.Min;
        schema["maxItems"] = shape.Max;
        return schema;
    }

    private JsonObject OneKey(OneKeyShape shape)
    {
        var properties = new JsonObject();
        foreach (var key in shape.Keys) properties[key.Name] = key.IsBare ? OrNull(Key(key)) : Key(key);
        var mapping = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false, ["minProperties"] = 1, ["maxProperties"] = 1 };
        var bare = shape.Keys.Where(key => key.IsBare).Select(key => (JsonNode)key.Name).ToArray();
        return bare.Length == 0 ? mapping : new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["enum"] = new JsonArray(bare) }, mapping) };
    }

    private JsonObject Key(KeyShape key)
    {
        var schema = Described(Of(key.Shape), key.About);
        if (key.Default is { Length: > 0 } text) schema["default"] = Literal(key.Shape, text);
        return schema;
    }

    private static JsonNode? Literal(Shape shape, string text) => shape switch
    {
        ValueShape { Kind: FlagValue } => text == "true",
        ValueShape { Kind: CountValue } => int.Parse(text),
        ValueShape { Kind: SeedValue } => int.Parse(text),
        EitherShape { Scalar.Kind: CountValue } => int.Parse(text),
        ValueShape { Kind: KeywordOr<int> } or EitherShape { Scalar.Kind: KeywordOr<int> } when int.TryParse(text, out var number) => number,
        _ => text,
    };

    private static JsonObject OrNull(JsonObject schema) => new() { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };

    private static JsonObject Described(JsonObject schema, string about)
    {
        schema["description"] = about;
        return schema;
    }
}
