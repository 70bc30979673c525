namespace GmpSim.Calibration.Measuring;

/// <summary>Every block that one parameter of one probe was measured in, round by round.</summary>
/// <param name="probe">The probe, for example <c>epoll.wait</c>.</param>
/// <param name="parameter">What was varied, for example <c>ready=8</c>.</param>
/// <param name="unit">Unit of the values, for example <c>ns</c>.</param>
internal sealed class Series(string probe, string parameter, string unit)
{
    private readonly List<List<double>> _rounds = [];

    internal string Probe { get; } = probe;

    internal string Parameter { get; } = parameter;

    internal string Unit { get; } = unit;

    /// <summary>What a reader of the figures should know.</summary>
    internal string Note { get; set; } = "";

    /// <summary>Blocks that something disturbed: the thread lost its core, or a collection ran. They are left out of <see cref="Rounds"/>.</summary>
    internal int Disturbed { get; private set; }

    /// <summary>Values of the undisturbed blocks of each round; a round may be empty.</summary>
    internal IReadOnlyList<IReadOnlyList<double>> Rounds => _rounds;

    /// <summary>Every value.</summary>
    internal IEnumerable<double> All => _rounds.SelectMany(round => round);

    internal void Add(int round, double value)
    {
        while (_rounds.Count <= round) _rounds.Add([]);
        _rounds[round].Add(value);
    }

    internal void AddDisturbed() => Disturbed++;
}
