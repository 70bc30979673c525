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
            "workload: { server: { kind: http, handler: serve }, clients: [{ kind: closed }] }",
            "programs:",
            $"  serve: [{operations}]",
        ]);

        Assert.That(ModelAssumptions.Of(setup).Any(assumption => assumption.Text.StartsWith(beginning, StringComparison.Ordinal)), Is.EqualTo(isNamed));
    }
}
