namespace GmpSim.Calibration.Fitting;

/// <summary>How one cost follows from what the probes measure.</summary>
/// <param name="Key">The cost.</param>
/// <param name="Inputs">Probe and parameter of each input.</param>
/// <param name="Formula">The cost in nanoseconds from the medians of one round, in the order of <paramref name="Inputs"/>.</param>
/// <param name="Explanation">What is taken and what is taken off, in words.</param>
internal sealed record CostFormula(string Key, (string Probe, string Parameter)[] Inputs, Func<double[], double> Formula, string Explanation);
