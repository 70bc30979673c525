using GmpSim.Engine;
using GmpSim.GoRuntime;

namespace GmpSim.Load;

/// <summary>One arrival of a <c>tasks</c> server: runs the handler once. Reused for one task after another.</summary>
internal sealed class TaskBody(GoProcess process, SharedObjects shared, Action<TaskBody, SimTime> done) : ProgramBody(process, shared)
{
    private readonly Fingerprint _family = Fingerprint.Of("service/task").With(process.Host.Simulation.Seed);
    private readonly RandomStream _stream = new(process.Host.Simulation.Seed, "service/task");

    /// <summary>The customer that it serves.</summary>
    internal ClientConnection Customer { get; private set; } = null!;

    /// <summary>Whether an error has ended it, and not its program.</summary>
    internal bool HasFailed => !HasReachedEnd;

    private protected override RandomStream Stream => _stream;

    private protected override Request? Request => Customer.Request;

    /// <summary>Becomes task number <paramref name="number"/>, for a customer.</summary>
    internal void Begin(GoroutineProgram handler, ClientConnection customer, long number)
    {
        Customer = customer;
        _stream.Restart(_family, (ulong)number);
        Rewind(handler);
    }

    private protected override void Done(WorkerThread m, Goroutine g)
    {
        GoProcess.LeaveRunning(m, g, Results.LatencyComponent.Client, m.Thread.LocalNow);
        g.Clock = null;
        done(this, m.Thread.LocalNow);
    }
}
