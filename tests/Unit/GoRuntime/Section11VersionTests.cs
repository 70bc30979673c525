using GmpSim.GoRuntime;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>Which rules apply in which version: the profile switches of the scheduler and its timers.</summary>
public sealed class Section11VersionTests
{
    [TestCase(nameof(GoRules.InjectSplits), 15)]
    [TestCase(nameof(GoRules.StealsAnyTimer), 15)]
    [TestCase(nameof(GoRules.SkipsIdleVictims), 16)]
    [TestCase(nameof(GoRules.TimersBeforeRunQueue), 16)]
    [TestCase(nameof(GoRules.TimerWakesP), 16)]
    [TestCase(nameof(GoRules.RechecksTimers), 16)]
    [TestCase(nameof(GoRules.RechecksOnlyIfSpinning), 17)]
    [TestCase(nameof(GoRules.FindRunnableIsUnified), 19)]
    [TestCase(nameof(GoRules.StealOrderUsesQuotient), 19)]
    [TestCase(nameof(GoRules.HasNeedSpinning), 20)]
    [TestCase(nameof(GoRules.WakesOnGosched), 22)]
    [TestCase(nameof(GoRules.RechecksGlobalQueue), 22)]
    [TestCase(nameof(GoRules.BreaksOnlyForEarliestTimer), 23)]
    [TestCase(nameof(GoRules.ChannelTimersAreLazy), 23)]
    [TestCase(nameof(GoRules.InjectWakes), 25)]
    [TestCase(nameof(GoRules.GatesPolling), 25)]
    public void Applies_from_this_minor_version_on_and_not_before(string rule, int first)
    {
        var property = typeof(GoRules).GetProperty(rule)!;
        var applies = Enumerable.Range(GoRules.OldestMinor, GoRules.NewestMinor - GoRules.OldestMinor + 1).Where(minor => (bool)property.GetValue(new GoRules(minor))!);

        Assert.That(applies, Is.EqualTo(Enumerable.Range(first, GoRules.NewestMinor - first + 1)));
    }

    [TestCase(nameof(GoRules.SysmonStartsMForLateTimers), 15)]
    [TestCase(nameof(GoRules.SysmonResetsOnTimeout), 15)]
    public void Applies_up_to_this_minor_version(string rule, int last)
    {
        var property = typeof(GoRules).GetProperty(rule)!;
        var applies = Enumerable.Range(GoRules.OldestMinor, GoRules.NewestMinor - GoRules.OldestMinor + 1).Where(minor => (bool)property.GetValue(new GoRules(minor))!);

        Assert.That(applies, Is.EqualTo(Enumerable.Range(GoRules.OldestMinor, last - GoRules.OldestMinor + 1)));
    }

    [TestCase(14, 3)]
    [TestCase(15, 2)]
    public void Timers_of_a_P_that_was_asked_to_yield_are_taken_from_this_pass_on(int minor, int pass) =>
        Assert.That(new GoRules(minor).FirstPassForMarkedTimers, Is.EqualTo(pass));
}
