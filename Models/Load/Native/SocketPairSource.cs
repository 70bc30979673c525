using GmpSim.Machine;

namespace GmpSim.Load;

/// <summary>One end of a pair of stream sockets: each signal is a byte that the other end writes.</summary>
/// <remarks>A connection over the loopback device stands for the pair: a socketpair of the Unix domain is cheaper by TCP's own work.</remarks>
public sealed class SocketPairSource : WatchedSource
{
    private readonly Host _host;
    private readonly TcpSocket _reading;
    private readonly TcpSocket _writing;

    /// <summary>A pair.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="number">Its number.</param>
    public SocketPairSource(Host host, int number)
    {
        ArgumentNullException.ThrowIfNull(host);
        _host = host;
        (_reading, _writing) = TcpSocket.LoopbackPair(host, number);
    }

    /// <inheritdoc/>
    public override Pollable Descriptor => _reading;

    /// <inheritdoc/>
    public override bool HoldsSeveral => true;

    internal override void SignalFrom(KernelThread producer, Request request)
    {
        producer.CallKernel(_writing.SendCost(request));
        Add(request, producer.LocalNow);
        _writing.Send(producer, request);
    }

    internal override void SignalFromOutside(Core interrupted, Request request) => throw new NotSupportedException("Both ends of a socketpair are on the machine.");

    internal override void Read(KernelThread thread, List<Signal> taken)
    {
        if (!_reading.HasMessage)
        {
            thread.CallKernel(_host.Costs.TcpReceiveAgain);
            thread.Account.CountSpuriousEvent();
            return;
        }

        thread.CallKernel(_reading.ReceiveCost(_reading.Receive()));
        TakeOne(taken);
    }
}
