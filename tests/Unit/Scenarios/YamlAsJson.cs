using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace GmpSim.Tests.Unit.Scenarios;

/// <summary>A YAML tree as an editor hands it to a JSON Schema: plain words become numbers, truth values and null by YAML 1.2's rules.</summary>
internal static class YamlAsJson
{
    public static JsonNode? Of(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, Of(pair.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Of)]),
        YamlScalarNode { Style: ScalarStyle.Plain } plain => Plain(plain.Value!),
        _ => ((YamlScalarNode)node).Value,
    };

    private static JsonNode? Plain(string text)
    {
        if (text is "" or "~" or "null") return null;
        if (text is "true" or "false") return text == "true";
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : text;
    }
}
