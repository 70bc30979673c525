using GmpSim.Engine;
using GmpSim.GoRuntime;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>A timer that starts a goroutine, as time.AfterFunc does.</summary>
internal sealed class AfterFunc(GoStage go, Func<WorkerThread, Goroutine, Process<RunOutcome>> code) : RuntimeTimer
{
    protected internal override void Fire(WorkerThread m) => go.Spawn(m, code);
}
