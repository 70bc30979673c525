using GmpSim.GoRuntime;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>Why a goroutine waits, in Go's words.</summary>
public sealed class WaitReasonTests
{
    [Test]
    public void A_sleeper_waits_for_sleep_and_keeps_the_reason_when_it_runs_again()
    {
        var stage = new GoStage(ps: 1);
        var rounds = 0;
        Goroutine? sleeper = null;
        stage.Run(async (m, g) =>
        {
            await m.Thread.Settle();
            sleeper = g;
            stage.Note($"{g.Status} {g.WaitReason}");
            if (rounds++ > 0) return RunOutcome.Exited;
            stage.Process.ParkForSleep(m, g, Machine.Stage.Us(5));
            stage.Note($"{g.Status} {g.WaitReason}");
            return RunOutcome.Parked;
        });

        Assert.That(stage.Log.Select(line => line.Split(' ', 2)[1]), Is.EqualTo(new[] { "Running None", "Waiting Sleep", "Running Sleep" }));
        Assert.That(sleeper!.Status, Is.EqualTo(GoroutineStatus.Dead));
    }

    [TestCase(WaitReason.SyncMutexLock, 19, "semacquire")]
    [TestCase(WaitReason.SyncMutexLock, 20, "sync.Mutex.Lock")]
    [TestCase(WaitReason.SyncRWMutexRLock, 19, "semacquire")]
    [TestCase(WaitReason.SyncRWMutexRLock, 20, "sync.RWMutex.RLock")]
    [TestCase(WaitReason.SyncWaitGroupWait, 24, "semacquire")]
    [TestCase(WaitReason.SyncWaitGroupWait, 25, "sync.WaitGroup.Wait")]
    [TestCase(WaitReason.IOWait, 14, "IO wait")]
    public void Some_reasons_got_words_of_their_own_with_a_version(WaitReason reason, int minor, string words) =>
        Assert.That(reason.Text(minor), Is.EqualTo(words));

    [Test]
    public void Every_reason_has_words([Values] WaitReason reason) =>
        Assert.That(reason.Text(GoRules.NewestMinor), reason == WaitReason.None ? Is.Empty : Is.Not.Empty);
}
