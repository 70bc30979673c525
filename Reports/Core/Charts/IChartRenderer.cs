namespace GmpSim.Reports.Charts;

/// <summary>Draws charts.</summary>
public interface IChartRenderer
{
    /// <summary>The chart as an SVG document: one root element without XML declaration, so that it also fits into a page.</summary>
    /// <param name="chart">What to draw; the same chart gives the same text.</param>
    string Render(Chart chart);
}
