using GmpSim.Engine;
using GmpSim.Load;

namespace GmpSim.Tests.Unit.Load;

/// <summary>The rule against cases worked by hand from the page "Horizontal Pod Autoscaling" of the Kubernetes documentation.</summary>
internal sealed class ScalingRuleTests
{
    private static readonly SimDuration s_second = SimDuration.FromSeconds(1);

    [TestCase(200, 2, ExpectedResult = 4, Description = "if the current metric value is 200m and the desired value is 100m, the number of replicas will be doubled, since 200.0 / 100.0 == 2.0")]
    [TestCase(50, 2, ExpectedResult = 1, Description = "if the current value is instead 50m, you'll halve the number of replicas, since 50.0 / 100.0 == 0.5")]
    [TestCase(50, 3, ExpectedResult = 2, Description = "rounded up: 1.5")]
    [TestCase(105, 5, ExpectedResult = 5, Description = "near the target: within a globally-configurable tolerance, 0.1 by default")]
    [TestCase(110, 10, ExpectedResult = 10, Description = "just within it")]
    [TestCase(90, 10, ExpectedResult = 10, Description = "just within it from below")]
    [TestCase(111, 10, ExpectedResult = 12, Description = "just beyond it: 11.1 rounded up")]
    [TestCase(89, 10, ExpectedResult = 9, Description = "just beyond it from below: 8.9 rounded up")]
    public int Replicas_are_multiplied_by_the_ratio_of_value_and_target(int percent, int replicas) => Rule(target: 100).Recommend(replicas, Ready(replicas, percent));

    [Test]
    public void Replicas_that_are_not_ready_count_as_idle_when_the_service_is_to_grow()
    {
        // 3 ready at 90 % and 3 starting, target 50 %: 270 % over 6 is 45 %, within the tolerance.
        Assert.That(Rule(target: 50).Recommend(6, new(3, 3, s_second * 27 / 10, s_second)), Is.EqualTo(6));

        // 3 ready at 90 % and 1 starting: 67 % over 4, so 5.36.
        Assert.That(Rule(target: 50).Recommend(4, new(3, 1, s_second * 27 / 10, s_second)), Is.EqualTo(6));
    }

    [Test]
    public void A_service_does_not_shrink_because_replicas_that_start_count_as_idle()
    {
        // 2 ready at 90 % and 6 starting, target 50 %: the ready ones ask for more, all together (22 %) would ask for fewer. Nothing happens.
        Assert.That(Rule(target: 50).Recommend(8, new(2, 6, s_second * 18 / 10, s_second)), Is.EqualTo(8));
    }

    [Test]
    public void Without_a_ready_replica_nothing_changes() =>
        Assert.That(Rule(target: 50).Recommend(3, new(0, 3, SimDuration.Zero, s_second)), Is.EqualTo(3));

    [Test]
    public void In_fifteen_seconds_a_service_doubles_or_gets_four_more_whichever_is_more()
    {
        Assert.That(Grow(from: 1, wanted: 100), Is.EqualTo(5), "four more");
        Assert.That(Grow(from: 4, wanted: 100), Is.EqualTo(8), "both");
        Assert.That(Grow(from: 10, wanted: 100), Is.EqualTo(20), "twice as many");
        Assert.That(Grow(from: 10, wanted: 13), Is.EqualTo(13), "no limit");
    }

    [Test]
    public void What_was_added_in_the_last_fifteen_seconds_counts_against_the_limit()
    {
        var rule = Rule(target: 10, max: 100);
        Assert.That(rule.Decide(At(0), 10, Ready(10, 15)), Is.EqualTo(15));
        Assert.That(rule.Decide(At(5), 15, Ready(15, 100)), Is.EqualTo(20), "twice the ten of the beginning");
        Assert.That(rule.Decide(At(10), 20, Ready(20, 100)), Is.EqualTo(20));
        Assert.That(rule.Decide(At(15), 20, Ready(20, 100)), Is.EqualTo(30), "the first five are no longer in the period: it began with 15");
    }

    [Test]
    public void A_service_shrinks_to_the_largest_number_recommended_within_five_minutes()
    {
        var rule = Rule(target: 100, max: 100);
        Assert.That(rule.Decide(At(0), 10, Ready(10, 80)), Is.EqualTo(10), "8 are recommended, and the ten that there are count as the first recommendation");
        Assert.That(rule.Decide(At(60), 10, Ready(10, 50)), Is.EqualTo(10));
        Assert.That(rule.Decide(At(299), 10, Ready(10, 30)), Is.EqualTo(10));
        Assert.That(rule.Decide(At(300), 10, Ready(10, 30)), Is.EqualTo(5), "what was recommended at 0 s is forgotten; the 5 of 60 s are not");
        Assert.That(rule.Decide(At(360), 5, Ready(5, 60)), Is.EqualTo(3));
    }

    [Test]
    public void A_service_grows_at_once_whatever_was_recommended_before()
    {
        var rule = Rule(target: 100, max: 100);
        rule.Decide(At(0), 10, Ready(10, 30));
        Assert.That(rule.Decide(At(15), 10, Ready(10, 150)), Is.EqualTo(15));
    }

    [Test]
    public void The_number_stays_between_the_fewest_and_the_most()
    {
        Assert.That(Rule(target: 10, max: 3).Decide(At(0), 2, Ready(2, 100)), Is.EqualTo(3));
        var rule = Rule(target: 100, min: 2);
        rule.Decide(At(0), 4, Ready(4, 1));
        Assert.That(rule.Decide(At(300), 4, Ready(4, 1)), Is.EqualTo(2));
    }

    private static int Grow(int from, int wanted) => Rule(target: 10, max: 100).Decide(At(0), from, Ready(from, 10 * wanted / from));

    private static SimTime At(int seconds) => SimTime.Zero + SimDuration.FromSeconds(seconds);

    private static ReplicaUsage Ready(int replicas, int percent) => new(replicas, 0, s_second * replicas * percent / 100, s_second);

    private static ScalingRule Rule(int target, int min = 1, int max = 1000) => new(new() { TargetPercent = target, Min = min, Max = max });
}
