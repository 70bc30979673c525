using GmpSim.Engine;

namespace GmpSim.Tests.Unit.Engine;

public sealed class TraceRecorderTests
{
    [Test]
    public void A_trace_changes_nothing_in_the_run()
    {
        var plain = Run(observer: null);
        var traced = Run(TraceRecorder.OfAll());

        Assert.That(traced.Digest, Is.EqualTo(plain.Digest));
        Assert.That(traced.EventCount, Is.EqualTo(plain.EventCount));
    }

    [Test]
    public void It_keeps_every_event_in_order()
    {
        var recorder = TraceRecorder.OfAll();
        var run = Run(recorder);

        Assert.That(recorder.Count, Is.EqualTo(run.EventCount));
        for (long index = 1; index < recorder.Count; index++) Assert.That(recorder[index - 1].IsBefore(recorder[index]), Is.True);
    }

    [TestCase(1)]
    [TestCase(4_096)]
    [TestCase(5_000)]
    public void A_bounded_trace_keeps_the_first_or_the_last_events(int bound)
    {
        var all = TraceRecorder.OfAll();
        var first = TraceRecorder.OfFirst(bound);
        var last = TraceRecorder.OfLast(bound);
        foreach (var recorder in new[] { all, first, last }) Run(recorder);

        Assert.That(last.SeenCount, Is.EqualTo(all.Count));
        Assert.That(Kept(first), Is.EqualTo(Kept(all).Take(bound)));
        Assert.That(Kept(last), Is.EqualTo(Kept(all).Skip((int)all.Count - bound)));
    }

    [Test]
    public void A_bound_beyond_the_end_of_the_run_keeps_everything()
    {
        var last = TraceRecorder.OfLast(1_000_000);
        var run = Run(last);

        Assert.That(last.Count, Is.EqualTo(run.EventCount));
        Assert.That(last[0].Sequence, Is.Zero);
    }

    [Test]
    public void It_is_written_as_csv_with_exact_times_and_the_names_of_components_and_codes()
    {
        var simulation = new Simulation(PendingEventSets.Create(), seed: 1);
        var recorder = TraceRecorder.OfAll();
        simulation.Observer = recorder;
        var named = simulation.Register(new Sink("core \"0\", left", "Switch"));
        var plain = simulation.Register(new Sink("core/1", codeName: null));
        simulation.Schedule(SimTime.FromPicoseconds(2_500), named, code: 1, subject: -4);
        simulation.Schedule(SimTime.FromPicoseconds(1), plain, code: 9);
        simulation.Schedule(SimTime.FromPicoseconds(3_000_000), plain, code: 0, subject: 7);
        simulation.RunUntil(SimTime.MaxValue);

        using var output = new StringWriter();
        recorder.WriteCsv(output, simulation);

        Assert.That(output.ToString(), Is.EqualTo(
            """
            sequence,t_ns,receiver,code,subject
            1,0.001,core/1,9,0
            0,2.5,"core ""0"", left",Switch,-4
            2,3000,core/1,0,7

            """));
    }

    private static Simulation Run(IEventObserver? observer)
    {
        var simulation = new Simulation(PendingEventSets.Create(), seed: 7) { Observer = observer };
        _ = new Clockwork(simulation, "left", ticks: 6_000);
        _ = new Clockwork(simulation, "right", ticks: 6_000);
        simulation.RunUntil(SimTime.MaxValue);
        return simulation;
    }

    private static IEnumerable<SimEvent> Kept(TraceRecorder recorder)
    {
        for (long index = 0; index < recorder.Count; index++) yield return recorder[index];
    }

    private sealed class Sink(string name, string? codeName) : IEventReceiver
    {
        public string Name => name;

        public void Receive(in SimEvent occurrence)
        {
        }

        string IEventReceiver.CodeName(byte code) => codeName ?? code.ToString();
    }
}
