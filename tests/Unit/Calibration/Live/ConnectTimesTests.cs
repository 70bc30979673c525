using GmpSim.Calibration.Live;

namespace GmpSim.Tests.Unit.Calibration.Live;

public sealed class ConnectTimesTests
{
    [Test]
    public void A_connection_is_ready_when_its_connect_has_lasted_as_long_as_the_shortest()
    {
        using var times = new ConnectTimes();

        times.Set(4001, begin: 1_000, end: 1_500); // 500 ns: it woke nobody
        times.Set(4002, begin: 2_000, end: 9_000); // 7000 ns: it woke a thread

        Assert.That(times.SinceReady(4001, 1_700), Is.EqualTo(200));
        Assert.That(times.SinceReady(4002, 6_000), Is.EqualTo(3_500), "although connect had not returned by then");
        Assert.That(times.SinceReady(4002, 2_100), Is.Zero, "not below 0");
    }

    [Test]
    public void A_connection_that_is_over_or_unknown_tells_nothing()
    {
        using var times = new ConnectTimes();
        times.Set(4001, begin: 1_000, end: 1_500);
        times.Clear(4001);

        Assert.That(times.SinceReady(4001, 5_000), Is.Zero);
        Assert.That(times.SinceReady(4002, 5_000), Is.Zero);
    }
}
