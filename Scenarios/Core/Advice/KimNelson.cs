namespace GmpSim.Scenarios.Advice;

/// <summary>The procedure KN: which of several systems has the largest mean, by comparisons that go on until they are sure.</summary>
/// <remarks>
/// S.-H. Kim and B. L. Nelson, A fully sequential procedure for indifference-zone selection in simulation, ACM TOMACS 11 (2001) 251–273, with c = 1. After n₀ replications of each
/// system the variances of all paired differences are estimated; then one more of each survivor at a time, and whoever lies behind another by more than a bound that narrows with every replication is out.
/// With normal values it chooses the best with the given probability at least, if that is better than every other by the indifference zone; one that is worse by less may be chosen instead.
/// Common random numbers are allowed, and shorten it: only differences matter.
/// </remarks>
public sealed class KimNelson
{
    private readonly int _first;
    private readonly double _indifference;
    private readonly double _factor;
    private readonly double[,] _variances;
    private readonly IReadOnlyList<IReadOnlyList<double>> _values;

    /// <summary>Begins after the first stage.</summary>
    /// <param name="values">The replications of each system, in order, at least two of each and as many of each; lists that grow as more are made.</param>
    /// <param name="confidence">Probability of choosing the best, from 1 / number of systems to 1, exclusive.</param>
    /// <param name="indifference">Differences below it do not matter; above 0.</param>
    public KimNelson(IReadOnlyList<IReadOnlyList<double>> values, double confidence, double indifference)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(indifference);
        _values = values;
        _first = values[0].Count;
        _indifference = indifference;
        _factor = Factor(values.Count, _first, 1 - confidence);
        _variances = new double[values.Count, values.Count];
        for (var i = 0; i < values.Count; i++)
        {
            for (var l = 0; l < i; l++) _variances[i, l] = _variances[l, i] = VarianceOfDifference(values[i], values[l]);
        }

        Survivors = [.. Enumerable.Range(0, values.Count)];
    }

    /// <summary>The systems that may still be the best, by number.</summary>
    public IReadOnlyList<int> Survivors { get; private set; }

    /// <summary>Whether one is left, or those that are left cannot be told apart by any number of replications.</summary>
    public bool IsDecided { get; private set; }

    /// <summary>Compares the survivors, of which each has the same number of replications by now.</summary>
    public void Screen()
    {
        if (Survivors.Count == 0) return;
        var count = _values[Survivors[0]].Count;
        var means = _values.Select(values => values.Sum() / values.Count).ToArray();
        Survivors = [.. Survivors.Where(i => !Survivors.Any(l => means[i] < means[l] - Bound(i, l, count)))];
        IsDecided = Survivors.Count <= 1 || Survivors.All(i => Survivors.All(l => Bound(i, l, count) == 0));
    }

    /// <summary>Takes a system out of the comparison.</summary>
    public void Remove(int system) => Survivors = [.. Survivors.Where(survivor => survivor != system)];

    /// <summary>h² of the procedure, 2 c η (n₀ − 1).</summary>
    internal static double Factor(int systems, int first, double alpha) =>
        systems == 1 ? 0 : (Math.Pow(2 * alpha / (systems - 1), -2.0 / (first - 1)) - 1) * (first - 1);

    /// <summary>How far one may lie behind another after so many replications.</summary>
    private double Bound(int i, int l, int count) =>
        Math.Max(0, _indifference / (2 * count) * ((_factor * _variances[i, l] / (_indifference * _indifference)) - count));

    private double VarianceOfDifference(IReadOnlyList<double> left, IReadOnlyList<double> right)
    {
        var mean = 0.0;
        for (var r = 0; r < _first; r++) mean += (left[r] - right[r]) / _first;
        var sum = 0.0;
        for (var r = 0; r < _first; r++) sum += (left[r] - right[r] - mean) * (left[r] - right[r] - mean);
        return sum / (_first - 1);
    }
}
