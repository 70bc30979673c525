using System.Text.Json.Nodes;
using GmpSim.Scenarios.Schema;
using YamlDotNet.RepresentationModel;

namespace GmpSim.Tests.Unit.Scenarios;

internal sealed class SchemaTests
{
    private static readonly JsonNode s_schema = JsonNode.Parse(ScenarioSchema.Json())!;

    private static IEnumerable<string> ValidFiles => HostileFileTexts.Paths.Select(path => Path.GetFileName(path));

    private static IReadOnlyList<string> Violations(string text)
    {
        var stream = new YamlStream();
        stream.Load(new YamlDotNet.Core.MergingParser(new YamlDotNet.Core.Parser(new StringReader(text))));
        return new SchemaChecker(s_schema).Check(YamlAsJson.Of(stream.Documents[0].RootNode));
    }

    [TestCaseSource(nameof(ValidFiles))]
    public void A_file_that_the_reader_takes_fits_the_schema(string name) =>
        Assert.That(Violations(File.ReadAllText(Path.Combine(HostileFileTexts.Folder(), name))), Is.Empty);

    /// <summary>Mistakes that a schema can see: of keys and of plain values.</summary>
    [TestCase("GMP0101-unknown-key")]
    [TestCase("GMP0101-letters-swapped")]
    [TestCase("GMP0101-in-a-distribution")]
    [TestCase("GMP0102-no-rate")]
    [TestCase("GMP0102-no-scenarios")]
    [TestCase("GMP0103-list-instead-of-value")]
    [TestCase("GMP0104-key-of-another-kind")]
    [TestCase("GMP0105-name-of-a-scenario")]
    [TestCase("GMP0106-no-clients")]
    [TestCase("GMP0106-two-operations-in-one")]
    [TestCase("GMP0107-unknown-operation")]
    [TestCase("GMP0201-duration-without-unit")]
    [TestCase("GMP0202-bytes-in-lower-case")]
    [TestCase("GMP0203-half-a-core")]
    [TestCase("GMP0204-too-many-ps")]
    [TestCase("GMP0205-netpoller")]
    [TestCase("GMP0206-yes-and-no")]
    [TestCase("GMP0207-cpu-list")]
    [TestCase("GMP0208-count-with-unit")]
    public void A_mistake_of_keys_or_values_breaks_the_schema_too(string name) =>
        Assert.That(Violations(File.ReadAllText(Path.Combine(HostileFileTexts.Folder(), name + ".yaml"))), Is.Not.Empty);

    [Test]
    public void Every_key_of_the_format_is_in_the_schema_and_every_key_of_the_schema_in_the_format()
    {
        var inSchema = new SortedSet<string>(StringComparer.Ordinal);
        Collect(s_schema, inSchema);

        var inFormat = new SortedSet<string>(StringComparer.Ordinal);
        Collect(ScenarioShapes.File, inFormat, []);
        Assert.That(inSchema, Is.EqualTo(inFormat));
    }

    [Test]
    public void Every_key_is_described()
    {
        var undescribed = new List<string>();
        Visit(s_schema, schema =>
        {
            foreach (var (key, value) in schema["properties"]?.AsObject() ?? [])
            {
                var described = value!["description"] ?? value["anyOf"]?[0]?["description"];
                if (string.IsNullOrWhiteSpace((string?)described)) undescribed.Add(key);
            }
        });

        Assert.That(undescribed, Is.Empty);
    }

    [Test]
    public void Every_default_is_a_value_that_the_schema_allows()
    {
        var wrong = new List<string>();
        Visit(s_schema, schema =>
        {
            if (schema["default"] is { } value && new SchemaChecker(s_schema).Check(value, schema).Count > 0) wrong.Add(schema.ToJsonString());
        });

        Assert.That(wrong, Is.Empty);
    }

    private static void Visit(JsonNode? node, Action<JsonObject> visit)
    {
        if (node is JsonObject schema)
        {
            visit(schema);

            // Below these two words stand names, not words of the schema: a property may be called 'default'.
            foreach (var (word, value) in schema)
            {
                if (word is "properties" or "$defs") foreach (var (_, named) in value!.AsObject()) Visit(named, visit);
                else if (word != "default") Visit(value, visit);
            }
        }

        foreach (var item in node as JsonArray ?? []) Visit(item, visit);
    }

    private static void Collect(JsonNode? schema, SortedSet<string> keys) => Visit(schema, found =>
    {
        foreach (var (key, _) in found["properties"] as JsonObject ?? []) keys.Add(key);
    });

    private static void Collect(Shape shape, SortedSet<string> keys, HashSet<Shape> seen)
    {
        if (!seen.Add(shape)) return;
        var (known, below) = shape switch
        {
            MappingShape mapping => (mapping.Keys, mapping.Open is { } open ? new[] { open.Shape } : []),
            OneKeyShape oneKey => (oneKey.Keys, []),
            SequenceShape sequence => ([], [sequence.Item]),
            EitherShape either => ([], [either.Scalar, either.Composite]),
            VariantShape variant => ([], [.. variant.Variants.Select(pair => (Shape)pair.Keys)]),
            _ => (Array.Empty<KeyShape>(), Array.Empty<Shape>()),
        };
        foreach (var key in known)
        {
            keys.Add(key.Name);
            Collect(key.Shape, keys, seen);
        }

        foreach (var inner in below) Collect(inner, keys, seen);
    }
}
