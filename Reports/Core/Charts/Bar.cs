namespace GmpSim.Reports.Charts;

/// <summary>One bar, or one part of a stacked bar.</summary>
/// <param name="Series">Index into <see cref="BarChart.Series"/>.</param>
/// <param name="Value">Its length, from 0.</param>
/// <param name="Low">Lower end of the interval, where there is one.</param>
/// <param name="High">Upper end of that interval.</param>
public readonly record struct Bar(int Series, double Value, double? Low = null, double? High = null);
