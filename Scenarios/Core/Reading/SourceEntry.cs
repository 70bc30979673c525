namespace GmpSim.Scenarios.Reading;

/// <summary>A key and its value in a mapping.</summary>
internal readonly record struct SourceEntry(SourceScalar Key, SourceNode Value);
