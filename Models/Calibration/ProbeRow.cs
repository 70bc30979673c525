using GmpSim.Calibration.Measuring;

namespace GmpSim.Calibration;

/// <summary>One parameter of one probe, summed up.</summary>
/// <param name="Probe">The probe.</param>
/// <param name="Parameter">What was varied.</param>
/// <param name="Unit">Unit of all values: <c>ns</c>, or <c>1</c> for a share.</param>
/// <param name="Count">Blocks, or single samples.</param>
/// <param name="Median">Median over rounds.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end of its 95 % interval.</param>
/// <param name="P1">1st percentile of the blocks.</param>
/// <param name="P99">99th percentile of the blocks.</param>
/// <param name="Min">The least: the bound that the hardware sets.</param>
/// <param name="Outliers">Blocks far outside the box; they are counted and kept.</param>
/// <param name="Note">Remarks.</param>
public sealed record ProbeRow(string Probe, string Parameter, string Unit, int Count, double Median, double Low, double High, double P1, double P99, double Min, int Outliers, string Note)
{
    internal static ProbeRow Of(Series series, Readings readings)
    {
        var all = series.All.ToArray();
        var estimate = readings.Median(series.Probe, series.Parameter) ?? new Estimate(double.NaN, double.NaN, double.NaN, 0, 0);
        string[] notes = [series.Note, series.Disturbed > 0 ? $"{series.Disturbed} disturbed blocks left out" : "", Modes.Describe(all)];
        return new(
            series.Probe, series.Parameter, series.Unit, all.Length, estimate.Value, estimate.Low, estimate.High,
            RobustStatistics.Quantile(all, 0.01), RobustStatistics.Quantile(all, 0.99), all.Length == 0 ? double.NaN : all.Min(), RobustStatistics.Outliers(all),
            string.Join("; ", notes.Where(note => note.Length > 0)));
    }
}
