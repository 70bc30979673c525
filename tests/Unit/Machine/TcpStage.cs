using GmpSim.Engine;
using GmpSim.Machine;
using GmpSim.Results;

namespace GmpSim.Tests.Unit.Machine;

/// <summary>Clients and a listening port on a <see cref="Stage"/>.</summary>
internal sealed class TcpStage
{
    internal TcpStage(int backlog = 4096, int cores = 1, Func<MachineCosts, MachineCosts>? costs = null, TcpSettings? tcp = null, KernelRules? rules = null)
    {
        Stage = new(cores, costs, setup: usual => usual with { Tcp = tcp ?? new(), Rules = rules ?? KernelRules.Default });
        Port = new(Stage.Host);
        Listener = Port.Listen(backlog);
    }

    internal Stage Stage { get; }

    internal ListeningPort Port { get; }

    internal Listener Listener { get; }

    internal Network Network => Stage.Host.Network;

    internal static SimDuration Ns(long value) => SimDuration.FromNanoseconds(value);

    internal static SimDuration Seconds(long value) => SimDuration.FromSeconds(value);

    /// <summary>A thread connects over loopback, if there is a port.</summary>
    internal async Process<TcpSocket?> Connect(KernelThread thread, int number = 0)
    {
        var client = TcpSocket.LoopbackPair(Stage.Host, number).Client;
        var hasPort = client.TryPickPort(thread, Port);
        thread.CallKernel(client.ConnectCost);
        await thread.Settle();
        if (!hasPort) return null;
        client.Connect(thread, Port);
        return client;
    }

    /// <summary>Sleeps for a while.</summary>
    internal static async Process Sleep(KernelThread thread, SimDuration time)
    {
        thread.DiscardWakeToken();
        await thread.BlockUntil(thread.LocalNow + time);
    }

    internal void RunFor(SimDuration time) => Stage.Simulation.RunUntil(Stage.Simulation.Now + time);

    /// <summary>A message of no size that nobody follows.</summary>
    internal sealed class Message : IMessage
    {
        public int SizeBytes => 0;

        public LatencyClock Clock { get; } = new();

        public void Arrived(SimTime at) => Clock.Begin(at, LatencyComponent.Client);
    }
}
