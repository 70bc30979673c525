using GmpSim.Engine;
using GmpSim.Load;
using GmpSim.Results;
using GmpSim.Scenarios.Worlds;
using GmpSim.Tests.Unit.Scenarios;

namespace GmpSim.Tests.Unit.Worlds;

/// <summary>Requests that are kept step by step.</summary>
public sealed class RequestSamplerTests
{
    private static readonly string[] s_ideal =
    [
        "machine: { base: ideal, cores: 4 }",
        "runtime: { gomaxprocs: 1, toggles: { sysmon: false, steal_pause: 0us } }",
        "programs: { serve: [{ read: request }, { cpu: 30us }, { write: response }] }",
        "workload: { server: { kind: http, handler: serve }, clients: [{ kind: closed, on: remote, rtt: 100us }] }",
    ];

    private static readonly string[] s_busy =
    [
        "machine: { base: generic-x86, cores: 4 }",
        "runtime: { gomaxprocs: 4 }",
        "programs: { serve: [{ read: request }, { alloc: 4KiB }, { cpu: { exponential: 30us } }, { write: response }] }",
        "workload: { server: { kind: http, handler: serve }, clients: [{ kind: closed, connections: 50, threads: 2 }] }",
    ];

    [Test]
    public void The_steps_of_a_request_are_where_it_was_and_when()
    {
        var first = Run(s_ideal).Recorder.Sampler!.Traces[0];

        // Sent at 50 us, when the connection is made; 50 us there, 30 us of work, 50 us back.
        static TraceStep Step(LatencyComponent component, long from, long to) => new(component, SimDuration.FromMicroseconds(from), SimDuration.FromMicroseconds(to));
        Assert.That(first.Steps, Is.EqualTo(new[] { Step(LatencyComponent.Network, 50, 100), Step(LatencyComponent.Running, 100, 130), Step(LatencyComponent.Network, 130, 180) }));
        Assert.That((first.From, first.To, first.IsSlowest), Is.EqualTo((SimDuration.FromMicroseconds(50), SimDuration.FromMicroseconds(180), false)));
    }

    [Test]
    public void The_first_and_the_slowest_are_kept_and_their_steps_have_no_gaps()
    {
        var recorder = Run(s_busy).Recorder;
        var traces = recorder.Sampler!.Traces;

        Assert.That(traces.Select(trace => trace.IsSlowest), Is.EqualTo(new[] { false, false, false, true, true, true }));
        Assert.That(traces.Max(trace => trace.Latency), Is.EqualTo(recorder.Latency.Max), "the slowest of all is among them");
        Assert.That(traces.Take(3).Select(trace => trace.To), Is.Ordered);
        Assert.That(traces.Skip(3).Select(trace => trace.Latency), Is.Ordered.Descending);
        foreach (var trace in traces)
        {
            Assert.That((trace.Steps[0].From, trace.Steps[^1].To), Is.EqualTo((trace.From, trace.To)));
            Assert.That(trace.Steps.Skip(1).Select(step => step.From), Is.EqualTo(trace.Steps.SkipLast(1).Select(step => step.To)));
            Assert.That(trace.Steps.Zip(trace.Steps.Skip(1)), Has.None.Matches<(TraceStep One, TraceStep Next)>(pair => pair.One.Component == pair.Next.Component));
        }
    }

    [Test]
    public void Looking_changes_nothing()
    {
        var (with, without) = (Run(s_busy), Run(s_busy, samples: false));

        Assert.That(without.Recorder.Sampler, Is.Null);
        Assert.That(with.Simulation.Digest, Is.EqualTo(without.Simulation.Digest));
    }

    private static World Run(string[] lines, bool samples = true)
    {
        var world = World.Build(Given.Setup(lines), seed: 1, new CalendarQueue(), new() { SamplesRequests = samples });
        world.Run(SimDuration.Zero, SimDuration.FromMilliseconds(20));
        return world;
    }
}
