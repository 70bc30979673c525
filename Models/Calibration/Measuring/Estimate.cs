namespace GmpSim.Calibration.Measuring;

/// <summary>A measured value with its uncertainty.</summary>
/// <param name="Value">Median over rounds.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end of the 95 % interval.</param>
/// <param name="Blocks">Blocks it rests on.</param>
/// <param name="Rounds">Rounds it rests on, spread over the whole calibration.</param>
internal readonly record struct Estimate(double Value, double Low, double High, int Blocks, int Rounds)
{
    /// <summary>The estimate with a function applied that never decreases.</summary>
    internal Estimate Map(Func<double, double> rising) => this with { Value = rising(Value), Low = rising(Low), High = rising(High) };
}
