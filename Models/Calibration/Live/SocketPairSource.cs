using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Live;

/// <summary>One end of a pair of sockets that keep messages apart, so that a read takes one.</summary>
internal sealed unsafe class SocketPairSource : SignalSource
{
    private readonly Descriptor _reading;
    private readonly Descriptor _writing;

    internal SocketPairSource()
    {
        var pair = stackalloc int[2];
        NativeException.Checked(Libc.SocketPair(SocketOptions.UnixFamily, Libc.SequencedPackets | SocketOptions.NonBlocking | SocketOptions.CloseOnExec, 0, pair), "socketpair");
        (_reading, _writing) = (new(pair[0]), new(pair[1]));
    }

    internal override int Descriptor => _reading.Number;

    internal override bool HoldsSeveral => true;

    internal override long Read() => ReadNumber(_reading.Number);

    public override void Dispose()
    {
        _reading.Dispose();
        _writing.Dispose();
        base.Dispose();
    }

    private protected override bool Send() => WriteOne(_writing.Number);
}
