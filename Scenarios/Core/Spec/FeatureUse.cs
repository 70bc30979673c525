using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Spec;

/// <summary>A feature of the format that a scenario uses and that a world may not model.</summary>
/// <param name="Feature">The feature, for example <c>netpoller.topology=sharded</c> or <c>operation.select</c>.</param>
/// <param name="Span">Where it stands.</param>
public sealed record FeatureUse(string Feature, SourceSpan Span);
