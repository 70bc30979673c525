using System.Runtime.InteropServices;

namespace GmpSim.Cli;

/// <summary>Turns the first Ctrl-C (or a polite kill) into a request to stop; a second one ends the process at once.</summary>
internal sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;

    internal Interrupt() => _signals = [Watch(PosixSignal.SIGINT), Watch(PosixSignal.SIGTERM)];

    internal CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
        _source.Dispose();
    }

    private PosixSignalRegistration Watch(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        if (_source.IsCancellationRequested) Environment.Exit(ExitCodes.Interrupted);
        context.Cancel = true;
        _source.Cancel();
    });
}
