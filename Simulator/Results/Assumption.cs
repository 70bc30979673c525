namespace GmpSim.Results;

/// <summary>Something the figures rest on that a reader must know: a simplification, a fitted value, a thing not modelled.</summary>
/// <param name="Topic">What it is about, for example <c>netpoller</c> or <c>not modelled</c>; assumptions are grouped by it.</param>
/// <param name="Text">The assumption in a sentence.</param>
public sealed record Assumption(string Topic, string Text);
