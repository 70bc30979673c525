using GmpSim.Engine;

namespace GmpSim.Tests.Unit.Engine;

public sealed class ScheduleRecorderTests
{
    [Test]
    public void It_knows_when_each_event_was_scheduled_for_when_and_after_how_many_others()
    {
        var recorder = new ScheduleRecorder(capacity: 100);
        var simulation = new Simulation(PendingEventSets.Create(), seed: 1) { Observer = recorder };
        var relay = new Relay(simulation);
        simulation.Schedule(SimTime.FromPicoseconds(10), relay.Self, code: 0, subject: 2); // passes on twice
        simulation.Schedule(SimTime.FromPicoseconds(15), relay.Self, code: 0, subject: 0);
        simulation.Schedule(SimTime.FromPicoseconds(1_000), relay.Self, code: 0, subject: 0); // not within the run
        simulation.RunUntil(SimTime.FromPicoseconds(100));

        using var output = new StringWriter();
        recorder.WriteCsv(output);

        Assert.That(output.ToString(), Is.EqualTo(
            $"""
            events_before,scheduled_ps,happens_ps
            0,0,10
            0,0,15
            0,0,{long.MaxValue}
            1,10,20
            3,20,30

            """));
    }

    [Test]
    public void It_stops_at_its_capacity()
    {
        var recorder = new ScheduleRecorder(capacity: 10);
        var simulation = new Simulation(PendingEventSets.Create(), seed: 1) { Observer = recorder };
        _ = new Clockwork(simulation, "clockwork", ticks: 100);
        simulation.RunUntil(SimTime.MaxValue);

        Assert.That(recorder.Count, Is.EqualTo(10));
    }

    private sealed class Relay : IEventReceiver
    {
        private readonly Simulation _simulation;

        internal Relay(Simulation simulation)
        {
            _simulation = simulation;
            Self = simulation.Register(this);
        }

        public string Name => "relay";

        internal int Self { get; }

        public void Receive(in SimEvent occurrence)
        {
            if (occurrence.Subject > 0) _simulation.ScheduleAfter(SimDuration.FromPicoseconds(10), Self, 0, occurrence.Subject - 1);
        }
    }
}
