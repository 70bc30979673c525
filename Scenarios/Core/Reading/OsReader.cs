using GmpSim.Engine;
using GmpSim.Machine;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Schema;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Reading;

/// <summary>Reads the <c>os</c> section.</summary>
internal static class OsReader
{
    /// <summary>CPU time of a background thread between two sleeps. Source: assumed, of the order of what services need for a request.</summary>
    private static readonly Distribution s_usualBurst = new ConstantDistribution(SimDuration.FromMilliseconds(1));

    /// <summary>How long the host keeps a core, where the scenario does not say. Source: assumed; 98 % of these gaps lie between 5 µs and 5 ms, which is what such machines show.</summary>
    private static readonly Distribution s_usualGap = LognormalDistribution.FromMedianAndP99(SimDuration.FromMicroseconds(150), SimDuration.FromMilliseconds(5));

    /// <summary>The section; the machine says which CPUs there are.</summary>
    public static OsSpec Read(SourceNode? node, SourceSpan fallback, MachineSpec machine, ReadContext context)
    {
        var section = Section.Of(node, OsShapes.Os, fallback);
        var pin = section.Sub("pin");
        var kernel = section.Value<string>("kernel");
        return new OsSpec
        {
            Kernel = kernel,
            Preemption = Preemption(section, kernel, context),
            CpuQuota = Quota(section.Sub("cpu_quota"), kernel, context),
            Background = Background(section, machine, context),
            Steal = Steal(section.Sub("steal"), context),
            FdLimit = section.Value<int?>("fd_limit"),
            TimeWait = section.Value<SimDuration>("time_wait"),
            TimeWaitReuse = section.Value<string>("tw_reuse") switch { "always" => TimeWaitReuse.Always, "never" => TimeWaitReuse.Never, _ => TimeWaitReuse.Loopback },
            EphemeralPorts = section.Value<int>("ephemeral_ports"),
            Somaxconn = section.Value<int>("somaxconn"),
            AbortOnOverflow = section.Value<bool>("abort_on_overflow"),
            PinServer = Cpus(pin, "server", machine, context.Problems),
            PinClient = Cpus(pin, "client", machine, context.Problems),
        };
    }

    private static PreemptionModel Preemption(Section os, string kernel, ReadContext context)
    {
        var rules = new KernelRules(KernelVersion.Parse(kernel));
        if (!os.Has("preemption")) return rules.Preemption;
        var word = os.Value<string>("preemption");
        var model = word switch
        {
            "none" => PreemptionModel.None,
            "full" => PreemptionModel.Full,
            "lazy" => PreemptionModel.Lazy,
            _ => PreemptionModel.Voluntary,
        };
        if (!rules.Offers(model))
        {
            var reason = model == PreemptionModel.Lazy ? "'lazy' came with 6.13" : "from 7.0 on there are only 'lazy' and 'full'";
            context.Problems.Error(Codes.ParametersContradict, os.SpanOf("preemption"), $"Linux {kernel} has no preemption model '{word}': {reason}");
        }

        return model;
    }

    private static CpuQuotaSpec Quota(Section section, string kernel, ReadContext context)
    {
        var quota = new CpuQuotaSpec(section.Value<double?>("limit"), section.Value<SimDuration>("period"), section.Value<SimDuration>("burst"), section.Value<SimDuration>("slice"), section.Value<string>("interrupts") == "charged");
        if (quota.Cores is not { } cores) return quota;
        var perPeriod = SimDuration.RoundedFromPicoseconds(cores * quota.Period.Picoseconds);
        if (perPeriod < CpuQuota.Least)
            context.Problems.Error(Codes.ParametersContradict, section.SpanOf("limit"), $"{perPeriod} of CPU time in {quota.Period}: the kernel takes no quota below {CpuQuota.Least} a period");
        if (quota.Burst > perPeriod)
            context.Problems.Error(Codes.ParametersContradict, section.SpanOf("burst"), $"'burst' ({quota.Burst}) is more than the quota of a period ({perPeriod}), which the kernel refuses");
        if (quota.Burst > SimDuration.Zero && !new KernelRules(KernelVersion.Parse(kernel)).HasQuotaBurst)
            context.Problems.Error(Codes.OptionWithoutEffect, section.KeySpan("burst"), $"Linux {kernel} has no 'burst': cpu.max.burst came with 5.14");
        return quota;
    }

    private static List<BackgroundSpec> Background(Section os, MachineSpec machine, ReadContext context)
    {
        var tenants = new List<BackgroundSpec>();
        foreach (var item in (os.Node("background") as SourceSequence)?.Items ?? [])
        {
            var section = Section.Of(item, OsShapes.Background, item.Span);
            var utilisation = section.Value<double>("utilisation");

            // Threads that want nothing are none. The entry stays, so that the random numbers of those behind it do too.
            var threads = utilisation == 0 ? 0 : section.Value<int>("threads");
            var burst = Times(section, "burst", s_usualBurst, context);
            tenants.Add(new(threads, utilisation, burst, Cpus(section, "pin", machine, context.Problems), section.Value<bool>("per_cpu"), section.Value<int>("nice")));
        }

        return tenants;
    }

    private static StealSpec? Steal(Section section, ReadContext context)
    {
        var share = section.Value<double>("share");
        var gap = Times(section, "gap", s_usualGap, context);
        if (share == 1) context.Problems.Error(Codes.ParametersContradict, section.SpanOf("share"), "a host that takes 100% of the cores leaves nothing to run on");
        if (share == 0) return null;
        return new(share, gap);
    }

    /// <summary>A distribution from whose mean other times are derived: it must have one above 0.</summary>
    private static Distribution Times(Section section, string key, Distribution otherwise, ReadContext context)
    {
        if (section.Node(key) is not { } node) return otherwise;
        var times = new DistributionReader(context).Read(node);
        if (times.MeanPicoseconds is 0 or double.PositiveInfinity)
            context.Problems.Error(Codes.ParametersContradict, node.Span, $"'{key}' needs a mean above 0 that exists: the times between follow from it");
        return times;
    }

    private static IReadOnlyList<int>? Cpus(Section pin, string key, MachineSpec machine, DiagnosticBag problems)
    {
        if (!pin.Has(key)) return null;
        var cpus = pin.Value<IReadOnlyList<int>>(key);
        if (cpus[^1] >= machine.LogicalCpus)
            problems.Error(Codes.CpuBeyondMachine, pin.SpanOf(key), $"the machine has no CPU {cpus[^1]}: it has {machine.LogicalCpus}, numbered 0 to {machine.LogicalCpus - 1}");
        return cpus;
    }
}
