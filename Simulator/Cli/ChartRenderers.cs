using GmpSim.Reports.Charts;
using GmpSim.Reports.Charts.Svg;

namespace GmpSim.Cli;

/// <summary>The renderer that this build draws charts with.</summary>
internal static class ChartRenderers
{
#if GMPSIM_SCOTTPLOT
    internal static IChartRenderer Default { get; } = new Reports.ScottPlot.ScottPlotChartRenderer(new SvgChartRenderer());
#else
    internal static IChartRenderer Default { get; } = new SvgChartRenderer();
#endif
}
