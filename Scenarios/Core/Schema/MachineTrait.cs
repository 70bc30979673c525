using GmpSim.Machine;
using GmpSim.Scenarios.Schema.Values;

namespace GmpSim.Scenarios.Schema;

/// <summary>A trait that a machine profile may give.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Kind">What its value looks like.</param>
/// <param name="About">What it means, in a sentence.</param>
/// <param name="Apply">Sets it, from the value as written.</param>
internal sealed record MachineTrait(string Key, ValueKind Kind, string About, Func<HardwareTraits, string, HardwareTraits> Apply);
