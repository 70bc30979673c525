using GmpSim.Engine;

namespace GmpSim.Tests.Unit.Engine;

public sealed class TickTunerTests
{
    [Test]
    public void Little_work_asks_for_no_change() =>
        Assert.That(Judgements(_ => (0.2, 0.1), count: 10), Is.All.Zero);

    [Test]
    public void Sorting_shortens_the_tick_the_more_the_dearer_it_is()
    {
        Assert.That(Judgements(_ => (1.5, 0.1), count: 1), Is.EqualTo(new[] { -1 }));
        Assert.That(Judgements(_ => (8, 0.1), count: 1), Is.EqualTo(new[] { -4 }));
    }

    [Test]
    public void Moving_far_events_lengthens_it() => Assert.That(Judgements(_ => (0.1, 2), count: 1), Is.EqualTo(new[] { 1 }));

    [Test]
    public void It_settles_where_the_work_is_least_and_tries_ever_more_rarely()
    {
        // Work doubles with every bit too long (sorting) or too short (moving): least at 9 and 10 bits, where it is 3.
        var advice = Judgements(bits => (2 * Power(bits - 10), Power(10 - bits)), count: 300, startBits: 16);
        var bits = 16;
        var visited = advice.Select(change => bits += change).ToArray();

        Assert.That(visited.Skip(10), Is.All.InRange(8, 11));
        Assert.That(visited.Skip(200).Count(visit => visit is 9 or 10), Is.GreaterThanOrEqualTo(95), "of 100 judgements");
    }

    private static int[] Judgements(Func<int, (double Sorting, double Moving)> work, int count, int startBits = 10)
    {
        var tuner = new TickTuner();
        var bits = startBits;
        var judgements = new int[count];
        for (var index = 0; index < count; index++)
        {
            // Four reviews make a judgement; the first three change nothing.
            var (sorting, moving) = work(bits);
            for (var review = 0; review < 3; review++) Assert.That(tuner.Advise(sorting, moving), Is.Zero);
            judgements[index] = tuner.Advise(sorting, moving);
            bits += judgements[index];
        }

        return judgements;
    }

    private static double Power(int exponent) => exponent >= 0 ? 1 << exponent : 1.0 / (1 << -exponent);
}
