using GmpSim.Engine;

namespace GmpSim.Benchmarks;

/// <summary>The same actor written as a process, with or without a call in between.</summary>
internal sealed class ProcessActor
{
    private readonly LocalClock _clock;
    private readonly Increments _increments;

    internal ProcessActor(Simulation simulation, Increments increments)
    {
        _clock = new LocalClock(simulation, "process");
        _increments = increments;
    }

    internal async Process Live()
    {
        while (true) await _clock.Sleep(NextSpan());
    }

    internal async Process LiveNested()
    {
        while (true) await Wait();
    }

    private async Process Wait() => await _clock.Sleep(NextSpan());

    private SimDuration NextSpan() => SimDuration.FromPicoseconds(_increments.Next());
}
