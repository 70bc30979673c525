namespace GmpSim.Reports.Charts;

/// <summary>The colour of each part that time is divided into: a part looks the same in every picture.</summary>
/// <remarks>
/// Where a request's time and a core's time mean the same, they share a colour: running and program, syscall and kernel, line-transfer and line-wait.
/// The parts that are usually large have the colours of Okabe and Ito, "Color Universal Design" (2008), which stay apart for colour-blind readers.
/// </remarks>
internal static class PartColours
{
    /// <summary>Parts too small to be shown alone.</summary>
    public const string Rest = "#d9d9d9";

    private static readonly Dictionary<string, string> s_colours = new(StringComparer.Ordinal)
    {
        ["running"] = "#009e73", ["program"] = "#009e73",
        ["syscall"] = "#e69f00", ["kernel"] = "#e69f00",
        ["line-transfer"] = "#8c6bb1", ["line-wait"] = "#8c6bb1", ["sibling"] = "#e377c2",
        ["runtime"] = "#56b4e9",
        ["interrupt"] = "#d55e00",
        ["switch"] = "#cc79a7",
        ["idle"] = "#ececec",
        ["steal"] = "#333333",
        ["client"] = "#999999",
        ["connection-wait"] = "#6b6b6b",
        ["network"] = "#56b4e9",
        ["poll-wait"] = "#0072b2",
        ["global-queue"] = "#cc79a7",
        ["local-queue"] = "#d55e00",
        ["core-wait"] = "#f0e442",
        ["sleeping"] = "#c7e9c0",
        ["lock"] = "#7a0177",
        ["channel"] = "#4d9221",
        ["pool"] = "#a6761d",
        ["backend"] = "#80cdc1",
        ["gc-assist"] = "#543005",
        ["stop-the-world"] = "#1a1a1a",
        ["wake-up"] = "#f4a582",
    };

    private static readonly string[] s_others = ["#67000d", "#08306b", "#7f7f00", "#00441b", "#3f007d"];

    /// <summary>A colour for each of a picture's parts; those without one of their own take turns among a few that no other part has.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<string> parts)
    {
        var others = 0;
        return [.. parts.Select(part => s_colours.TryGetValue(part, out var colour) ? colour : s_others[others++ % s_others.Length])];
    }

    /// <summary>Whether a part has a colour of its own.</summary>
    public static bool Has(string part) => s_colours.ContainsKey(part);
}
