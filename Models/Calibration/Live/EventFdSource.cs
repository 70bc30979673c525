using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Live;

/// <summary>An eventfd.</summary>
internal sealed class EventFdSource : SignalSource
{
    private readonly Descriptor _descriptor = Native.Descriptor.Of(Libc.EventFd(0, SocketOptions.EventFdNonBlocking | SocketOptions.EventFdCloseOnExec), "eventfd");

    internal override int Descriptor => _descriptor.Number;

    internal override bool HoldsSeveral => false;

    internal override long Read() => ReadNumber(_descriptor.Number);

    public override void Dispose()
    {
        _descriptor.Dispose();
        base.Dispose();
    }

    private protected override bool Send() => WriteOne(_descriptor.Number);
}
