namespace GmpSim.Engine;

/// <summary>Values as observed, each with its weight.</summary>
public sealed record EmpiricalDistribution : Distribution
{
    private readonly SimDuration[] _values;
    private readonly double[] _cumulative;

    /// <summary>The distribution of these values.</summary>
    /// <param name="values">The values, from 0 up; at least one. Equal uniform draws give larger values for larger draws only if these ascend.</param>
    /// <param name="weights">One weight a value, from 0 up; not all 0. They need not sum to 1.</param>
    /// <exception cref="ArgumentException">The lists differ in length, are empty, or the weights are negative or all 0.</exception>
    public EmpiricalDistribution(IReadOnlyList<SimDuration> values, IReadOnlyList<double> weights)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(weights);
        if (values.Count == 0 || values.Count != weights.Count) throw new ArgumentException("One weight a value, and at least one value.", nameof(weights));

        _values = [.. values];
        _cumulative = new double[weights.Count];
        double sum = 0, weighted = 0;
        for (var i = 0; i < _values.Length; i++)
        {
            if (!(weights[i] >= 0)) throw new ArgumentException("A weight is negative.", nameof(weights));
            sum += weights[i];
            weighted += weights[i] * _values[i].Picoseconds;
            _cumulative[i] = sum;
        }

        if (!(sum > 0)) throw new ArgumentException("All weights are 0.", nameof(weights));
        MeanPicoseconds = weighted / sum;
    }

    /// <summary>Number of values.</summary>
    public int Count => _values.Length;

    /// <inheritdoc/>
    public override double MeanPicoseconds { get; }

    /// <inheritdoc/>
    public override SimDuration Sample(RandomStream stream)
    {
        // The first value whose cumulated weight lies above the draw: a value of weight 0 is never drawn.
        var draw = stream.NextUnit() * _cumulative[^1];
        int low = 0, high = _cumulative.Length - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_cumulative[middle] > draw) high = middle;
            else low = middle + 1;
        }

        return _values[low];
    }

    /// <inheritdoc/>
    public override string Describe() => $"empirical({Count} values)";
}
