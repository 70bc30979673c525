using GmpSim.Engine;
using GmpSim.Results;
using GmpSim.Scenarios.Schema.Values;
using static GmpSim.Scenarios.Schema.KeyShape;

namespace GmpSim.Scenarios.Schema;

/// <summary>The <c>run</c>, <c>sweep</c>, <c>plots</c>, <c>expect</c> and <c>checks</c> sections.</summary>
internal static class RunShapes
{
    private static readonly string[] s_plots = ["throughput", "skew", "skew-heatmap", "latency", "attribution", "cpu", "cores", "wakeups", "switches", "replicas"];

    /// <summary>Fewest and most replications.</summary>
    private static readonly CountValue s_replications = new(1, 10_000);

    private static readonly MappingShape s_precision = new(
        "'replications'",
        Required("until", new PrecisionValue(), "Precision to reach: half width of the interval over the mean, and confidence."),
        Value("min", new CountValue(2, 10_000), "Fewest replications.", "5"),
        Value("max", new CountValue(2, 10_000), "Most replications.", "50"),
        Value("metric", new ChoiceValue([.. Metrics.All.Select(metric => metric.Name)]), "The metric looked at.", "throughput_rps")) { IsReplacedWhole = true };

    /// <summary>The <c>run</c> section.</summary>
    public static MappingShape Run { get; } = new(
        "'run'",
        Value("warmup", new KeywordOr<SimDuration>("auto", new DurationValue(SimDuration.Zero, DurationValue.Longest, "500ms")), "Time at the start that the figures leave out; `auto` finds it (MSER-5).", "auto"),
        Value("duration", new DurationValue(SimDuration.FromNanoseconds(1), DurationValue.Longest, "5s"), "Time measured after the warm-up.", "5s"),
        new("replications", new EitherShape("'replications'", new ValueShape(s_replications), s_precision), "Runs of every point, each with random numbers of its own; or a precision to reach.") { Default = "5" },
        Value("seed", new SeedValue(), "Root seed of the first replication; the others derive from it.", "1"));

    private static readonly SequenceShape s_values = new("the values", new AnyShape(), 1, 10_000);

    private static readonly OpenKeys s_axes = new(new TextValue("a path", mayBeEmpty: false), s_values, "A dotted path in the scenario, such as `runtime.gomaxprocs`, with its values.");

    private static readonly MappingShape s_zipped = new("'zip'") { Open = s_axes, NeedsEntry = true };

    /// <summary>The <c>sweep</c> section.</summary>
    public static MappingShape Sweep { get; } = new(
        "'sweep'",
        new KeyShape("zip", s_zipped, "Paths whose lists, all of one length, advance together.")) { Open = s_axes, NeedsEntry = true, IsReplacedWhole = true };

    /// <summary>The <c>plots</c> list.</summary>
    public static SequenceShape Plots { get; } = new("'plots'", new ValueShape(new ChoiceValue([.. s_plots, .. Metrics.All.Select(metric => metric.Name)]) { Listed = s_plots.Length, Others = "a metric of runs.csv" }), 0);

    private static readonly TextValue s_expression = new("an expression", mayBeEmpty: false);

    private static readonly MappingShape s_given = new("'given'") { Open = new OpenKeys(new TextValue("a swept key", mayBeEmpty: false), new AnyShape(), "Column name of a swept key, and its value.") };

    /// <summary>The <c>expect</c> list.</summary>
    public static SequenceShape Expect { get; } = new("'expect'", new MappingShape(
        "an expectation",
        Required("id", new NameValue("an expectation"), "Short name."),
        Value("claim", new TextValue(), "The claim in words.", ""),
        Required("value", s_expression, "Expression over metrics and points, such as `throughput_rps[gomaxprocs=1] / throughput_rps[gomaxprocs=4]`."),
        new("given", s_given, "Point that holds for every metric of the expression."),
        new("expected", new EitherShape("'expected'", new ValueShape(new NumberValue(double.MinValue, double.MaxValue)), new SequenceShape("'expected'", new ValueShape(new NumberValue(double.MinValue, double.MaxValue)), 2, 2)), "The claimed value; `[low, high]` for kind `range`.") { IsRequired = true },
        Required("kind", new ChoiceValue("exact", "ratio", "direction", "range"), "`exact` and `ratio`: equal within the tolerance; `direction`: on the same side of 1 (for differences: of 0); `range`: between two values."),
        Value("tolerance", new PercentValue(1000), "Relative tolerance of `exact` and `ratio`.", "10%")), 0);

    /// <summary>The <c>checks</c> list.</summary>
    public static SequenceShape Checks { get; } = new("'checks'", new MappingShape(
        "a check",
        Required("id", new NameValue("a check"), "Short name."),
        Required("model", new NameValue("a model"), "The model that is held against real runs; checks of one model make up its score."),
        Required("value", s_expression, "Expression as of an expectation. A metric without a point is taken at the point under check, so that the check is made at every point of the sweep."),
        new("given", s_given, "Points at which the check is made; all of them without this key."),
        Required("kind", new ChoiceValue("count", "cpu-ratio", "ratio", "latency", "sign", "shape"), "What sort of figure it is: decides the tolerance. `sign`: which side of 1; `shape`: distribution of the latency or skew that `value` names."),
        Value("tolerance", new PercentValue(1000), "Relative tolerance in place of the kind's own.")), 0);
}
