using System.Globalization;
using System.Text.Json.Nodes;
using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Schema.Values;

/// <summary>CPUs by number, as the kernel writes them: <c>0-3,8</c>.</summary>
internal sealed class CpuListValue : ValueKind<IReadOnlyList<int>>
{
    /// <summary>Highest CPU number.</summary>
    public const int Highest = 8191;

    /// <inheritdoc/>
    public override string Noun => "a list of CPUs";

    /// <inheritdoc/>
    public override string Example => "0-3";

    /// <inheritdoc/>
    public override ValueProblem? TryParse(string text, out IReadOnlyList<int> value)
    {
        var cpus = new SortedSet<int>();
        value = [];
        foreach (var part in text.Split(','))
        {
            var ends = part.Trim().Split('-');
            if (ends.Length > 2 || !TryCpu(ends[0], out var first) || !TryCpu(ends[^1], out var last))
                return new(Codes.BadCpuList, $"{Readable.Quoted(text)} is not a list of CPUs, such as '0-3' or '0,2,4'");
            if (last < first) return new(Codes.BadCpuList, $"{Readable.Quoted(part.Trim())} runs backwards", $"{last}-{first}");
            for (var cpu = first; cpu <= last; cpu++) cpus.Add(cpu);
        }

        value = [.. cpus];
        return null;
    }

    /// <inheritdoc/>
    public override JsonObject JsonSchema() => new()
    {
        ["anyOf"] = new JsonArray(Pattern("^ *[0-9]+(-[0-9]+)?(, *[0-9]+(-[0-9]+)?)* *$"), new JsonObject { ["type"] = "integer", ["minimum"] = 0, ["maximum"] = Highest }),
    };

    private static bool TryCpu(string text, out int cpu) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out cpu) && cpu <= Highest;
}
