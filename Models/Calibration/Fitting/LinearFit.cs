using MathNet.Numerics.LinearRegression;
using MathNet.Numerics.Statistics;

namespace GmpSim.Calibration.Fitting;

/// <summary>Straight lines and steps through measured points.</summary>
internal static class LinearFit
{
    /// <summary>The line through points whose error grows with their size: weights 1 / y².</summary>
    /// <remarks>Without weights the points with the most items, which take longest, would decide on the intercept.</remarks>
    internal static (double Intercept, double Slope) Relative(double[] x, double[] y)
    {
        var rows = x.Select(value => new[] { 1.0, value }).ToArray();
        var weights = y.Select(value => 1 / (Math.Max(1, value) * Math.Max(1, value))).ToArray();
        var solution = WeightedRegression.Weighted(rows, y, weights);
        return (solution[0], solution[1]);
    }

    /// <summary>The line that the median of all slopes between two points gives (Theil and Sen): one bad point does not move it.</summary>
    internal static (double Intercept, double Slope) Robust(double[] x, double[] y)
    {
        var slopes = Enumerable.Range(0, x.Length).SelectMany(i => Enumerable.Range(i + 1, x.Length - i - 1).Select(j => (y[j] - y[i]) / (x[j] - x[i])));
        var slope = slopes.Median();
        return (x.Select((value, i) => y[i] - (slope * value)).Median(), slope);
    }

    /// <summary>A function with three levels over ordered points: the two places where it steps, least squares on a log scale.</summary>
    /// <param name="y">Values above zero in the order of the points, at least three.</param>
    /// <returns>Index of the first point of the second and of the third level, and the three levels (geometric means).</returns>
    internal static (int Second, int Third, double[] Levels) ThreeSteps(double[] y)
    {
        var logs = y.Select(value => Math.Log(Math.Max(1, value))).ToArray();
        var (best, places) = (double.PositiveInfinity, (Second: 1, Third: 2));
        for (var second = 1; second < y.Length - 1; second++)
        {
            for (var third = second + 1; third < y.Length; third++)
            {
                var error = Error(logs[..second]) + Error(logs[second..third]) + Error(logs[third..]);
                if (error < best - 1e-12) (best, places) = (error, (second, third));
            }
        }

        return (places.Second, places.Third, [Level(logs[..places.Second]), Level(logs[places.Second..places.Third]), Level(logs[places.Third..])]);
    }

    private static double Error(double[] values) => values.Length * values.PopulationVariance();

    private static double Level(double[] values) => Math.Exp(values.Mean());
}
