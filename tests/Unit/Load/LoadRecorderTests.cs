using GmpSim.Engine;
using GmpSim.Load;
using GmpSim.Results;

namespace GmpSim.Tests.Unit.Load;

/// <summary>What counts, and from when.</summary>
public sealed class LoadRecorderTests
{
    [Test]
    public void What_completes_before_the_window_is_not_counted_but_what_began_before_it_is()
    {
        var recorder = new LoadRecorder();
        Complete(recorder, from: 0, to: 10);
        recorder.BeginWindow(At(20));
        Complete(recorder, from: 15, to: 25);
        Complete(recorder, from: 21, to: 24);

        Assert.That(recorder.Requests, Is.EqualTo(2));
        Assert.That(recorder.Latency.SumPicoseconds, Is.EqualTo((Int128)Us(13).Picoseconds));
        Assert.That(recorder.Attribution(LatencyComponent.Client), Is.EqualTo((Int128)Us(13).Picoseconds));
    }

    [Test]
    public void A_new_window_forgets_the_last()
    {
        var recorder = new LoadRecorder();
        recorder.BeginWindow(At(0));
        Complete(recorder, from: 0, to: 10);
        recorder.BeginWindow(At(20));

        Assert.That(recorder.Requests, Is.Zero);
        Assert.That(recorder.Latency.Count, Is.Zero);
        Assert.That(recorder.Attribution(LatencyComponent.Client), Is.EqualTo((Int128)0));
        Assert.That(recorder.ReusedShare, Is.Null, "a share of nothing is not zero");
    }

    [Test]
    public void A_connection_is_reused_from_its_second_request_on()
    {
        var recorder = new LoadRecorder();
        var request = new Request(responseBytes: 1);
        recorder.BeginWindow(At(0));
        for (var i = 0; i < 4; i++) Complete(recorder, i, i + 1, request);

        Assert.That(recorder.ReusedShare, Is.EqualTo(0.75));
    }

    private static void Complete(LoadRecorder recorder, long from, long to, Request? request = null)
    {
        request ??= new(responseBytes: 1);
        request.Begin(At(from), 1, SimDuration.Zero, LatencyComponent.Client);
        recorder.Completed(request, At(to));
    }

    private static SimDuration Us(long value) => SimDuration.FromMicroseconds(value);

    private static SimTime At(long us) => SimTime.Zero + Us(us);
}
