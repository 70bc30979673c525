namespace GmpSim.Reports.Charts;

/// <summary>One of the small pictures of a <see cref="LineChart"/>.</summary>
/// <param name="Title">What sets it apart; empty when it is the only one.</param>
/// <param name="Y">Its vertical axis.</param>
/// <param name="Series">Its lines.</param>
public sealed record LinePanel(string Title, Axis Y, IReadOnlyList<LineSeries> Series);
