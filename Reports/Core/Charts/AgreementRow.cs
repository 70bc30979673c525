using GmpSim.Results;

namespace GmpSim.Reports.Charts;

/// <summary>One figure of an <see cref="AgreementChart"/>.</summary>
/// <param name="Label">What is compared.</param>
/// <param name="Ratio">Simulated over real.</param>
/// <param name="Low">Simulated over the upper end of the real interval.</param>
/// <param name="High">Simulated over the lower end of it.</param>
/// <param name="Tolerance">Relative: the row's band reaches from 1 / (1 + t) to 1 + t.</param>
/// <param name="Outcome">The verdict: decides colour and mark.</param>
public sealed record AgreementRow(string Label, double Ratio, double Low, double High, double Tolerance, CheckOutcome Outcome);
