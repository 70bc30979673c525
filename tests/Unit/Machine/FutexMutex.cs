using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.Tests.Unit.Machine;

/// <summary>A mutex of user space: tries for a while as long as somebody else has it, then sleeps on its word (0 free, 1 held, 2 held and somebody may sleep).</summary>
internal sealed class FutexMutex(Stage stage, SimDuration tries)
{
    private static readonly SimDuration s_pause = SimDuration.FromNanoseconds(50);

    private readonly CacheLine _line = stage.Host.Hardware.NewLine();
    private Futex? _word;

    /// <summary>Times somebody slept.</summary>
    internal int Sleeps { get; private set; }

    internal async Process Lock(KernelThread thread)
    {
        _word ??= thread.NewFutex();
        if (await TryTake(thread, 0, 1)) return;
        var until = thread.LocalNow + tries;
        while (thread.LocalNow < until)
        {
            thread.ReadLine(_line);
            thread.Spend(s_pause);
            await thread.Settle();
            if (_word.Value == 0 && await TryTake(thread, 0, 1)) return;
        }

        while (true)
        {
            thread.WriteLine(_line);
            await thread.Settle();
            var before = _word.Value;
            _word.Value = 2;
            if (before == 0) return;
            Sleeps++;
            await _word.Wait(thread, 2, SimTime.MaxValue);
        }
    }

    internal async Process Unlock(KernelThread thread)
    {
        thread.WriteLine(_line);
        await thread.Settle();
        var before = _word!.Value;
        _word.Value = 0;
        if (before == 2) _word.Wake(thread);
    }

    private async Process<bool> TryTake(KernelThread thread, int expected, int desired)
    {
        thread.WriteLine(_line);
        await thread.Settle();
        if (_word!.Value != expected) return false;
        _word.Value = desired;
        return true;
    }
}
