using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GmpSim.Tests.Unit.Scenarios;

/// <summary>Holds a JSON value against a JSON Schema: the words that our schema uses, and an error for any other.</summary>
internal sealed class SchemaChecker(JsonNode root)
{
    private static readonly string[] s_silent = ["$schema", "$defs", "title", "description", "default"];

    /// <summary>What is wrong with the value.</summary>
    public IReadOnlyList<string> Check(JsonNode? value) => Check(value, root.AsObject());

    /// <summary>What is wrong with the value as one of a part of the schema.</summary>
    public IReadOnlyList<string> Check(JsonNode? value, JsonObject schema)
    {
        var wrong = new List<string>();
        foreach (var (word, rule) in schema)
        {
            if (!s_silent.Contains(word)) wrong.AddRange(Violations(word, rule!, value, schema));
        }

        return wrong;
    }

    private IEnumerable<string> Violations(string word, JsonNode rule, JsonNode? value, JsonObject schema) => word switch
    {
        "$ref" => Check(value, root["$defs"]![((string)rule!)["#/$defs/".Length..]]!.AsObject()),
        "anyOf" => rule.AsArray().Any(option => Check(value, option!.AsObject()).Count == 0) ? [] : [$"none of the forms fits {Text(value)}"],
        "oneOf" => rule.AsArray().Count(option => Check(value, option!.AsObject()).Count == 0) == 1 ? [] : [$"not exactly one of the forms fits {Text(value)}"],
        "const" => Text(rule) == Text(value) ? [] : [$"{Text(value)} is not {Text(rule)}"],
        "enum" => rule.AsArray().Any(option => Text(option) == Text(value)) ? [] : [$"{Text(value)} is not one of {Text(rule)}"],
        "type" => IsOfType(value, (string)rule!) ? [] : [$"{Text(value)} is no {rule}"],
        "pattern" => value is JsonValue text && text.TryGetValue<string>(out var given) && !Regex.IsMatch(given, (string)rule!, RegexOptions.None, TimeSpan.FromSeconds(1)) ? [$"{given} does not match {rule}"] : [],
        "minimum" => Number(value) < Number(rule) ? [$"{Text(value)} is less than {rule}"] : [],
        "maximum" => Number(value) > Number(rule) ? [$"{Text(value)} is more than {rule}"] : [],
        "minLength" => value is JsonValue word2 && word2.TryGetValue<string>(out var short2) && short2.Length < (int)rule! ? ["too short"] : [],
        "minItems" => value is JsonArray few && few.Count < (int)rule! ? ["too few"] : [],
        "maxItems" => value is JsonArray many && many.Count > (int)rule! ? ["too many"] : [],
        "minProperties" => value is JsonObject none && none.Count < (int)rule! ? ["too few keys"] : [],
        "maxProperties" => value is JsonObject lot && lot.Count > (int)rule! ? ["too many keys"] : [],
        "required" => value is JsonObject mapping ? rule.AsArray().Where(key => !mapping.ContainsKey((string)key!)).Select(key => $"{key} is missing") : [],
        "properties" => value is JsonObject known ? known.Where(pair => rule[pair.Key] is not null).SelectMany(pair => Check(pair.Value, rule[pair.Key]!.AsObject())) : [],
        "additionalProperties" => value is JsonObject open ? open.Where(pair => schema["properties"]?[pair.Key] is null).SelectMany(pair => rule is JsonObject inner ? Check(pair.Value, inner) : [$"unknown key {pair.Key}"]) : [],
        "propertyNames" => value is JsonObject named ? named.Where(pair => schema["properties"]?[pair.Key] is null).SelectMany(pair => Check(pair.Key, rule.AsObject())) : [],
        "items" => value is JsonArray items ? items.SelectMany(item => Check(item, rule.AsObject())) : [],
        _ => throw new InvalidOperationException($"The checker does not know '{word}'."),
    };

    private static bool IsOfType(JsonNode? value, string type) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "null" => value is null,
        "string" => value is JsonValue text && text.TryGetValue<string>(out _),
        "boolean" => value is JsonValue flag && flag.TryGetValue<bool>(out _),
        "integer" => Number(value) is { } whole && whole == Math.Truncate(whole),
        "number" => Number(value) is not null,
        _ => throw new InvalidOperationException($"The checker does not know type '{type}'."),
    };

    private static double? Number(JsonNode? value)
    {
        if (value is not JsonValue number) return null;
        if (number.TryGetValue<double>(out var real)) return real;
        return number.TryGetValue<int>(out var whole) ? whole : number.TryGetValue<decimal>(out var exact) ? (double)exact : null;
    }

    private static string Text(JsonNode? value) => value?.ToJsonString() ?? "null";
}
