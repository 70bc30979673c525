using GmpSim.Engine;
using GmpSim.Scenarios.Statistics;

namespace GmpSim.Tests.Unit.Statistics;

public sealed class Mser5Tests
{
    [Test]
    public void A_step_is_cut_where_it_ends()
    {
        // 40 observations at 100, then 200 that alternate around 10: batches of five from the 8th on are all but equal.
        var series = Enumerable.Repeat(100.0, 40).Concat(Enumerable.Range(0, 200).Select(i => i % 2 == 0 ? 9.0 : 11.0));

        var cut = Mser5.Cut([.. series]);

        Assert.That(cut, Is.EqualTo(new WarmupCut(40, Reliable: true)));
    }

    [Test]
    public void The_cut_minimises_the_squared_standard_error_of_what_is_left()
    {
        var stream = new RandomStream(3, "mser");
        double[] series = [.. StudentTests.Normals(stream, 300).Select((noise, i) => noise + (20.0 / (1 + (i / 10))))];

        var cut = Mser5.Cut(series).Observations / 5;

        var batches = series.Chunk(5).Select(b => b.Average()).ToArray();
        double Statistic(int d) => batches[d..].Sum(b => Math.Pow(b - batches[d..].Average(), 2)) / Math.Pow(batches.Length - d, 2);
        var best = Enumerable.Range(0, batches.Length - 4).MinBy(Statistic);
        Assert.That(cut, Is.EqualTo(best));
        Assert.That(cut, Is.GreaterThan(0));
    }

    [Test]
    public void A_steady_series_is_not_cut() =>
        Assert.That(Mser5.Cut([.. Enumerable.Repeat(3.3, 100)]), Is.EqualTo(new WarmupCut(0, Reliable: true)));

    [Test]
    public void A_series_that_settles_only_near_its_end_is_called_unreliable()
    {
        var series = Enumerable.Range(0, 200).Select(i => (double)Math.Max(0, 150 - i));

        var cut = Mser5.Cut([.. series]);

        Assert.That(cut.Reliable, Is.False);
        Assert.That(cut.Observations, Is.EqualTo(150));
    }

    [Test]
    public void Observations_beyond_the_last_whole_batch_are_left_out()
    {
        double[] series = [.. Enumerable.Repeat(1.0, 100), 1000, 1000, 1000];

        Assert.That(Mser5.Cut(series).Observations, Is.Zero);
    }

    [Test]
    public void Too_short_a_series_is_refused() => Assert.That(() => Mser5.Cut(new double[49]), Throws.ArgumentException);
}
