using GmpSim.Engine;
using GmpSim.Scenarios.Schema.Values;
using static GmpSim.Scenarios.Schema.KeyShape;

namespace GmpSim.Scenarios.Schema;

/// <summary>Distributions of durations.</summary>
internal static class DistributionShapes
{
    private static readonly OneKeyShape s_long = new("distribution", Kinds);

    /// <summary>A distribution, or a duration for a constant.</summary>
    public static EitherShape Distribution { get; } = new("a distribution", new ValueShape(DurationValue.FromZero), s_long) { ShortFor = "constant" };

    /// <summary>A distribution, a duration for a constant, or the word <c>recorded</c>.</summary>
    public static EitherShape DistributionOrRecorded { get; } = new("a distribution", new ValueShape(new KeywordOr<SimDuration>("recorded", DurationValue.FromZero)), s_long);

    private static KeyShape[] Kinds() =>
    [
        Value("constant", DurationValue.FromZero, "Always the same: `constant: 10us`, or `10us` alone."),
        new("uniform", new MappingShape(
            "'uniform'",
            Required("min", DurationValue.FromZero, "Smallest value."),
            Required("max", DurationValue.FromZero, "Largest value.")), "Every value between two equally likely."),
        new("exponential", new EitherShape(
            "'exponential'",
            new ValueShape(DurationValue.FromZero),
            new MappingShape("'exponential'", Required("mean", DurationValue.FromZero, "The mean."))) { ShortFor = "mean" }, "No memory: `exponential: 10us`, or with the key `mean`."),
        new("lognormal", new MappingShape(
            "'lognormal'",
            Required("median", DurationValue.AboveZero, "The median."),
            Value("p99", DurationValue.AboveZero, "The 99th percentile."),
            Value("sigma", new NumberValue(0, 10), "Standard deviation of the logarithm.")) { Exclusive = [["p99", "sigma"]] }, "A long tail upwards, by median and p99 or by median and sigma."),
        new("normal", new MappingShape(
            "'normal'",
            Required("mean", DurationValue.FromZero, "Mean before the cut."),
            Required("sd", DurationValue.FromZero, "Standard deviation before the cut.")), "The normal distribution, cut at 0."),
        new("pareto", new MappingShape(
            "'pareto'",
            Required("scale", DurationValue.AboveZero, "Smallest value."),
            Required("shape", new NumberValue(0.1, 100), "Power of the tail; the mean exists above 1.")), "A heavy tail."),
        new("bimodal", new MappingShape(
            "'bimodal'",
            Required("fast", DurationValue.FromZero, "The usual value."),
            Required("slow", DurationValue.FromZero, "The other value."),
            Required("slow_share", new PercentValue(), "How often the other one comes.")), "One of two values."),
        new("empirical", new EitherShape(
            "'empirical'",
            new ValueShape(new TextValue("a path", mayBeEmpty: false)),
            new MappingShape("'empirical'", Required("file", new TextValue("a path", mayBeEmpty: false), "CSV file `value_ns,weight`, relative to the scenario file."))) { ShortFor = "file" }, "Values with weights from a file."),
    ];
}
