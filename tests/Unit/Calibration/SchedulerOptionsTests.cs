using GmpSim.Calibration.Measuring;

namespace GmpSim.Tests.Unit.Calibration;

/// <summary>What a kernel's command line says about its scheduler.</summary>
public sealed class SchedulerOptionsTests
{
    [Test]
    public void Options_about_scheduling_and_idling_are_told_and_others_are_not() =>
        Assert.That(SchedulerOptions.Among("console=ttyS0 quiet mitigations=off isolcpus=2,3 sched_verbose cpuidle.governor=haltpoll root=/dev/vda nohz=off\n"),
            Is.EqualTo(new[] { "mitigations=off", "isolcpus=2,3", "sched_verbose", "cpuidle.governor=haltpoll", "nohz=off" }));

    [Test]
    public void What_follows_two_dashes_is_for_the_first_process() =>
        Assert.That(SchedulerOptions.Among("preempt=full -- sched_of_somebody=1"), Is.EqualTo(new[] { "preempt=full" }));

    [TestCase("sched_verbose")]
    [TestCase("sched_proxy_exec=1")]
    [TestCase("preempt=lazy")]
    public void Options_of_released_kernels_are_known(string option) => Assert.That(SchedulerOptions.Unknown([option]), Is.Empty);

    [TestCase("sched_vcpu_pack=15")]
    [TestCase("sched-of-ours")]
    public void An_option_of_the_scheduler_that_no_release_has_tells_of_another_scheduler(string option) => Assert.That(SchedulerOptions.Unknown([option]), Is.EqualTo(new[] { option }));
}
