namespace GmpSim.Reports.Charts;

/// <summary>How values map to distances.</summary>
public enum AxisScale
{
    /// <summary>Equal differences are equally far apart.</summary>
    Linear,

    /// <summary>Equal ratios are equally far apart; values must be above 0.</summary>
    Logarithmic,
}
