namespace GmpSim.Scenarios.Spec;

/// <summary>One entry of <c>expect</c>: a claim to be held against the results.</summary>
/// <param name="Place">Where it stands, <c>file:line:column</c>.</param>
/// <param name="Id">Short name, for example <c>A1</c>.</param>
/// <param name="Claim">The claim in words.</param>
/// <param name="Value">Expression over metrics and points, for example <c>throughput_rps[gomaxprocs=1] / throughput_rps[gomaxprocs=4]</c>; syntax already checked.</param>
/// <param name="Given">Coordinates that hold for every metric of the expression, by column name.</param>
/// <param name="Expected">The claimed value; for <c>range</c> the middle of it.</param>
/// <param name="Kind"><c>exact</c>, <c>ratio</c>, <c>direction</c> or <c>range</c>.</param>
/// <param name="Tolerance">Relative tolerance, 0.1 for 10 %.</param>
/// <param name="Low">Lower bound of a <c>range</c>; <see langword="null"/> otherwise.</param>
/// <param name="High">Upper bound of a <c>range</c>; <see langword="null"/> otherwise.</param>
public sealed record ExpectSpec(
    string Place,
    string Id,
    string Claim,
    string Value,
    IReadOnlyDictionary<string, string> Given,
    double Expected,
    string Kind,
    double Tolerance,
    double? Low,
    double? High);
