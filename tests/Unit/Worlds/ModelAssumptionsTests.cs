using GmpSim.Scenarios.Worlds;
using GmpSim.Tests.Unit.Scenarios;

namespace GmpSim.Tests.Unit.Worlds;

/// <summary>A scenario point is told what touches it, and only that.</summary>
public sealed class ModelAssumptionsTests
{
    [TestCase("{ read: { message: request, deadline: 5ms } }, { write: response }", "1.26", "A missed read deadline", true)]
    [TestCase("{ read: request }, { write: response }", "1.26", "A missed read deadline", false)]
    [TestCase("{ read: request }, { alloc: 1KiB }, { write: response }", "1.19", "The CPU limiter of the collector", true)]
    [TestCase("{ read: request }, { alloc: 1KiB }, { write: response }", "1.18", "The CPU limiter of the collector", false)]
    [TestCase("{ read: request }, { alloc: 1KiB }, { write: response }", "1.17", "The pacer of Go 1.18 stands for the older one", true)]
    [TestCase("{ read: request }, { write: response }", "1.26", "The heap is two figures", false)]
    [TestCase("{ read: request }, { syscall: 1us }, { write: response }", "1.26", "Signals do not interrupt system calls", true)]
    [TestCase("{ read: request }, { write: response }", "1.26", "Signals do not interrupt system calls", false)]
    public void An_assumption_is_named_where_it_matters(string operations, string version, string beginning, bool isNamed)
    {
        var setup = Given.Setup(
        [
            "machine: { base: ideal, cores: 2 }",
            $"runtime: {{ go: \"{version}\", gomaxprocs: 2 }}",
            "workload: { server: { kind: http, handler: serve }, clients: [{ kind: closed, think: 1ms }] }",
            "programs:",
            $"  serve: [{operations}]",
        ]);

        Assert.That(ModelAssumptions.Of(setup).Any(assumption => assumption.Text.StartsWith(beginning, StringComparison.Ordinal)), Is.EqualTo(isNamed));
    }

    [TestCase(1, false)]
    [TestCase(2, true)]
    public void What_others_see_of_short_system_calls_is_told_where_there_are_more_Ps_than_CPUs(int ps, bool isNamed) =>
        Assert.That(
            ModelAssumptions.Of(Given.Setup($"runtime: {{ gomaxprocs: {ps} }}", "os: { pin: { server: \"0\" } }")).Any(assumption => assumption.Text.StartsWith("Of the system calls that return at once", StringComparison.Ordinal)),
            Is.EqualTo(isNamed));

    [TestCase("cpu_quota: 2cores", "The quota is that of one cgroup", true)]
    [TestCase("cpu_quota: none", "The quota is that of one cgroup", false)]
    [TestCase("background: [{ threads: 2 }]", "Threads of other tenants", true)]
    [TestCase("background: [{ threads: 0 }]", "Threads of other tenants", false)]
    [TestCase("steal: 3%", "The host takes each core", true)]
    [TestCase("steal: 0%", "The host takes each core", false)]
    public void What_surrounds_the_server_is_told_where_there_is_any(string os, string beginning, bool isNamed) =>
        Assert.That(ModelAssumptions.Of(Given.Setup($"os: {{ {os} }}")).Any(assumption => assumption.Text.StartsWith(beginning, StringComparison.Ordinal)), Is.EqualTo(isNamed));
}
