using GmpSim.Engine;
using GmpSim.Machine;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Schema;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Reading;

/// <summary>Reads the <c>os</c> section.</summary>
internal static class OsReader
{
    /// <summary>The first kernel that schedules threads by EEVDF.</summary>
    private static readonly Version s_eevdf = new(6, 6);

    /// <summary>The section; the machine says which CPUs there are.</summary>
    public static OsSpec Read(SourceNode? node, SourceSpan fallback, MachineSpec machine, ReadContext context)
    {
        var section = Section.Of(node, OsShapes.Os, fallback);
        var pin = section.Sub("pin");
        if (section.Value<double?>("cpu_quota") is not null) context.Uses("os.cpu_quota", section.SpanOf("cpu_quota"));
        var kernel = section.Value<string>("kernel");
        if (Version.Parse(kernel) < s_eevdf) context.Uses("os.kernel<6.6", section.SpanOf("kernel"));
        return new OsSpec
        {
            Kernel = kernel,
            CpuQuotaCores = section.Value<double?>("cpu_quota"),
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

    private static IReadOnlyList<int>? Cpus(Section pin, string key, MachineSpec machine, DiagnosticBag problems)
    {
        if (!pin.Has(key)) return null;
        var cpus = pin.Value<IReadOnlyList<int>>(key);
        if (cpus[^1] >= machine.LogicalCpus)
            problems.Error(Codes.CpuBeyondMachine, pin.SpanOf(key), $"the machine has no CPU {cpus[^1]}: it has {machine.LogicalCpus}, numbered 0 to {machine.LogicalCpus - 1}");
        return cpus;
    }
}
