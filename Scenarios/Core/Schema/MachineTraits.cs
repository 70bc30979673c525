using GmpSim.Machine;
using GmpSim.Scenarios.Schema.Values;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Schema;

/// <summary>The table of traits: it feeds the reader, the schema and the world. A trait that no profile gives is neutral.</summary>
internal static class MachineTraits
{
    private static readonly BytesValue s_size = new(1 << 30, 1 << 10);
    private static readonly BytesValue s_line = new(1 << 10, 16) { IsPowerOfTwo = true };

    /// <summary>Every trait in the order of the reference.</summary>
    public static IReadOnlyList<MachineTrait> All { get; } =
    [
        Trait("sibling_speed", new PercentValue(), "Speed of a hardware thread while its sibling is busy.", (traits, speed) => traits with { SiblingSpeedPercent = (int)Math.Round(speed * 100) }),
        Trait("idle_wake", new ChoiceValue("polling", "ipi", "kvm"), "How an idle CPU learns that there is something to do: it watches a flag (MWAIT), an interrupt tells it (HLT, WFI), or it is a halted virtual CPU of KVM.", (traits, word) => traits with { IdleWake = word switch { "ipi" => IdleWake.Interrupt, "kvm" => IdleWake.Kvm, _ => IdleWake.Polling } }),
        Trait("idle_spread", new PercentValue(300), "How much the time to leave an idle state scatters about its median: standard deviation as a share of the mean; lognormal.", (traits, share) => traits with { IdleSpreadPercent = (int)Math.Round(share * 100) }),
        Trait("cold_spread", new PercentValue(300), "How much the cost of cold caches after idling scatters, likewise.", (traits, share) => traits with { ColdSpreadPercent = (int)Math.Round(share * 100) }),
        Trait("coherence", new ChoiceValue("mesi", "moesi"), "Protocol of the caches: `moesi` keeps a modified line with its writer when others read it.", (traits, word) => traits with { Coherence = word == "moesi" ? CoherenceProtocol.Moesi : CoherenceProtocol.Mesi }),
        Trait("upgrade", new PercentValue(), "Cost of making others give up their copies of a line that one has, as a share of fetching it over the same distance.", (traits, share) => traits with { UpgradePercent = (int)Math.Round(share * 100) }),
        Trait("refill_parallelism", new CountValue(1, 64), "Lines that a core fetches at once when it fills its caches again.", (traits, lines) => traits with { RefillParallelism = lines }),
        Trait("line_size", s_line, "Bytes that move between cores together.", (traits, bytes) => traits with { LineBytes = bytes }),
        Trait("l1_size", s_size, "First-level data cache of a core.", (traits, bytes) => traits with { L1Bytes = bytes }),
        Trait("l2_size", s_size, "Second-level cache of a core.", (traits, bytes) => traits with { L2Bytes = bytes }),
        Trait("llc_size", s_size, "Each last-level cache.", (traits, bytes) => traits with { LlcBytes = bytes }),
    ];

    /// <summary>A size as it stands in a profile that has been checked [bytes].</summary>
    public static long BytesOf(string key, string value) => ((BytesValue)All.First(trait => trait.Key == key).Kind).Parse(value);

    /// <summary>The traits of a machine.</summary>
    public static HardwareTraits Of(MachineSpec machine) =>
        All.Where(trait => machine.Traits.ContainsKey(trait.Key)).Aggregate(new HardwareTraits(), (traits, trait) => trait.Apply(traits, machine.Traits[trait.Key].Value));

    private static MachineTrait Trait<T>(string key, ValueKind<T> kind, string about, Func<HardwareTraits, T, HardwareTraits> apply) =>
        new(key, kind, about, (traits, text) => apply(traits, kind.Parse(text)));
}
