using GmpSim.Engine;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Schema;
using GmpSim.Scenarios.Schema.Values;

namespace GmpSim.Scenarios.Reading;

/// <summary>Reads distributions.</summary>
internal sealed class DistributionReader(ReadContext context)
{
    /// <summary>The distribution that a node describes.</summary>
    public Distribution Read(SourceNode node)
    {
        if (node is SourceScalar scalar) return new ConstantDistribution(DurationValue.FromZero.Parse(scalar.Text));
        var (key, value) = ((SourceMapping)node).Entries[0];
        if (key.Text == "constant") return Read(value);

        var composite = (OneKeyShape)DistributionShapes.Distribution.Composite;
        var section = Section.Of(value, composite.Find(key.Text)!.Shape, key.Span);
        return key.Text switch
        {
            "uniform" => Uniform(section),
            "exponential" => new ExponentialDistribution(section.Value<SimDuration>("mean")),
            "lognormal" => Lognormal(section),
            "normal" => new NormalDistribution(section.Value<SimDuration>("mean"), section.Value<SimDuration>("sd")),
            "pareto" => new ParetoDistribution(section.Value<SimDuration>("scale"), section.Value<double>("shape")),
            "bimodal" => new BimodalDistribution(section.Value<SimDuration>("fast"), section.Value<SimDuration>("slow"), section.Value<double>("slow_share")),
            "empirical" => context.Tables.Empirical(section.Value<string>("file"), section.SpanOf("file")),
            _ => throw new InvalidOperationException($"No reader for distribution '{key.Text}'."),
        };
    }

    private UniformDistribution Uniform(Section section)
    {
        SimDuration min = section.Value<SimDuration>("min"), max = section.Value<SimDuration>("max");
        if (max < min) context.Problems.Error(Codes.ParametersContradict, section.SpanOf("max"), $"'max' ({max}) is less than 'min' ({min})");
        return new UniformDistribution(min, SimDuration.Max(min, max));
    }

    private LognormalDistribution Lognormal(Section section)
    {
        var median = section.Value<SimDuration>("median");
        if (section.Has("sigma")) return new LognormalDistribution(median, section.Value<double>("sigma"));
        if (!section.Has("p99"))
        {
            context.Problems.Error(Codes.MissingKey, section.Span, "'lognormal' needs 'p99' or 'sigma' beside 'median'");
            return new LognormalDistribution(median, 0);
        }

        var p99 = section.Value<SimDuration>("p99");
        if (p99 < median) context.Problems.Error(Codes.ParametersContradict, section.SpanOf("p99"), $"'p99' ({p99}) is less than 'median' ({median})");
        return LognormalDistribution.FromMedianAndP99(median, SimDuration.Max(median, p99));
    }
}
