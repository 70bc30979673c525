using System.Globalization;
using GmpSim.Results;

namespace GmpSim.Scenarios.Claims;

/// <summary>How the requests of a point spend their time: the mean time of one, and each component's share of it, over all replications.</summary>
internal sealed class TimeDivision
{
    /// <summary>Shares that differ by less [of 1] are alike.</summary>
    private const double Alike = 0.005;

    /// <summary>A second component is named when it differs by at least this part of what the first one does.</summary>
    private const double WorthNaming = 0.5;

    private readonly Dictionary<string, double> _shares;
    private readonly double _meanMicroseconds;

    private TimeDivision(Dictionary<string, double> shares, double meanMicroseconds) => (_shares, _meanMicroseconds) = (shares, meanMicroseconds);

    /// <summary>The division at a point; <see langword="null"/> where no request has spent any time.</summary>
    internal static TimeDivision? At(PointResult point)
    {
        var requests = point.Runs.Sum(run => run.Latency.Count);
        var totals = point.Runs.SelectMany(run => run.Attribution)
            .GroupBy(share => share.Component, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Aggregate(Int128.Zero, (sum, share) => sum + share.TotalPicoseconds), StringComparer.Ordinal);
        var all = totals.Values.Aggregate(Int128.Zero, (sum, total) => sum + total);
        return requests == 0 || all == 0
            ? null
            : new(totals.ToDictionary(total => total.Key, total => (double)total.Value / (double)all, StringComparer.Ordinal), (double)all / requests / 1e6);
    }

    /// <summary>A sentence about where the time of a request differs most between two points, without a full stop.</summary>
    /// <param name="name">What tells this point from the other.</param>
    /// <param name="other">The division at the other point.</param>
    /// <param name="otherName">What tells it from this one.</param>
    internal string Compared(string name, TimeDivision other, string otherName)
    {
        var ranked = _shares.Keys.Union(other._shares.Keys, StringComparer.Ordinal)
            .OrderByDescending(component => Difference(component, other))
            .ThenBy(component => component, StringComparer.Ordinal)
            .ToList();
        var most = Difference(ranked[0], other);
        if (most < Alike)
        {
            var largest = _shares.MaxBy(share => share.Value).Key;
            return $"a request's time is divided alike at both points, {MeanText} at {name} and {other.MeanText} at {otherName}: {ShareText(largest)} of it {ComponentWords.Text(largest)}";
        }

        var text = $"at {name} a request spends {ShareText(ranked[0])} of its {MeanText} {ComponentWords.Text(ranked[0])}, at {otherName} {other.ShareText(ranked[0])} of {other.MeanText}";
        return ranked.Count > 1 && Difference(ranked[1], other) >= WorthNaming * most
            ? $"{text}; and {ShareText(ranked[1])} against {other.ShareText(ranked[1])} {ComponentWords.Text(ranked[1])}"
            : text;
    }

    private string MeanText => Figures.Text(_meanMicroseconds, "us");

    private double ShareOf(string component) => _shares.GetValueOrDefault(component);

    private double Difference(string component, TimeDivision other) => Math.Abs(ShareOf(component) - other.ShareOf(component));

    private string ShareText(string component)
    {
        var percent = ShareOf(component) * 100;
        return percent.ToString(percent is > 0 and < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) + " %";
    }
}
