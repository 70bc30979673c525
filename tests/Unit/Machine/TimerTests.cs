using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.Tests.Unit.Machine;

/// <summary>What the end of a sleep costs the core on which the timer goes off, and when it comes.</summary>
public sealed class TimerTests
{
    [Test]
    public void A_timers_interrupt_holds_up_what_runs_on_the_sleepers_core()
    {
        var stage = new Stage(2, free => free with { TimerInterrupt = Stage.Us(20) });
        stage.Thread("sleeper", SleepUntil(stage, 100), 0);
        stage.Thread("here", stage.Busy(500), 0);
        stage.Thread("elsewhere", stage.Busy(500), 1);

        stage.Run();

        Assert.That(stage.Log, Is.SupersetOf(new[] { "500us elsewhere done", "520us here done" }));
        Assert.That(stage.Host.Cores[0].TimeOf(CpuUse.Interrupt), Is.EqualTo(Stage.Us(20)));
        Assert.That(stage.Host.Cores[1].TimeOf(CpuUse.Interrupt), Is.EqualTo(SimDuration.Zero));
    }

    [Test]
    public void On_an_idle_core_the_interrupt_is_part_of_leaving_idle()
    {
        var stage = new Stage(1, free => free with { TimerInterrupt = Stage.Us(20), IdleExitShallow = Stage.Us(3), IdleGapMedium = Stage.Us(1_000), IdleGapDeep = Stage.Us(1_000) });
        stage.Thread("sleeper", SleepUntil(stage, 100));

        stage.Run();

        Assert.That(stage.Log, Is.EqualTo(new[] { "103us sleeper awake" }));
    }

    [Test]
    public void Timers_that_are_due_while_an_interrupt_runs_are_seen_to_by_it()
    {
        var stage = new Stage(1, free => free with { TimerInterrupt = Stage.Us(20) });
        stage.Thread("first", SleepUntil(stage, 100));
        stage.Thread("second", SleepUntil(stage, 110));
        stage.Thread("hog", stage.Busy(500));

        stage.Run();

        Assert.That(stage.Log, Does.Contain("520us hog done"));
        Assert.That(stage.Host.Cores[0].TimeOf(CpuUse.Interrupt), Is.EqualTo(Stage.Us(20)));
    }

    [Test]
    public void Equal_sleeps_end_anywhere_within_the_jitter()
    {
        const int Sleeps = 2_000;
        var stage = new Stage(1, free => free with { TimerJitter = Stage.Us(10) });
        var lateness = new List<double>();
        stage.Thread("sleeper", async thread =>
        {
            for (var i = 1; i <= Sleeps; i++)
            {
                var due = SimTime.Zero + Stage.Us(i * 100);
                await thread.BlockUntil(due);
                lateness.Add((thread.LocalNow - due).Microseconds);
            }
        });

        stage.Run();

        Assert.That(lateness, Has.Count.EqualTo(Sleeps));
        Assert.That(lateness, Is.All.InRange(0.0, 10.0));
        Assert.That(lateness.Average(), Is.EqualTo(5).Within(0.3), "a uniform distribution: its mean has a standard error of 10 / sqrt(12 * 2000)");
        Assert.That(lateness.Count(late => late < 2.5), Is.EqualTo(Sleeps / 4).Within(80));
    }

    private static Func<KernelThread, Process> SleepUntil(Stage stage, long us) => async thread =>
    {
        await thread.BlockUntil(SimTime.Zero + Stage.Us(us));
        stage.Note($"{thread.Name} awake");
    };
}
