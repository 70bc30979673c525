using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>What <see cref="SafePoints"/> runs on every P (sched.safePointFn).</summary>
internal interface ISafePointFunction
{
    /// <summary>Runs for one P, at the cost of the thread that holds it or acts for it.</summary>
    void RunOn(KernelThread by, Processor p);
}
