using GmpSim.Scenarios.Schema.Values;

namespace GmpSim.Scenarios.Schema;

/// <summary>Keys of a mapping that the user names.</summary>
/// <param name="Names">What a name must look like.</param>
/// <param name="Shape">What the value of each looks like.</param>
/// <param name="About">What such a key means.</param>
internal sealed record OpenKeys(ValueKind Names, Shape Shape, string About);
