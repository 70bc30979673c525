using GmpSim.Engine;
using GmpSim.Machine;
using static GmpSim.Tests.Unit.Machine.TcpStage;

namespace GmpSim.Tests.Unit.Machine;

/// <summary>The end of connections: TIME_WAIT, ports, resets (net/ipv4/tcp.c, tcp_minisocks.c, inet_hashtables.c).</summary>
public sealed class ClosingTests
{
    [Test]
    public void Who_closes_first_is_in_TIME_WAIT_for_a_minute_from_the_second_close_on([Values] bool serverFirst)
    {
        var tcp = new TcpStage();
        tcp.Stage.Thread("both", async thread =>
        {
            var client = (await tcp.Connect(thread))!;
            var server = client.Peer;
            (serverFirst ? server : client).Close(thread);
            await Sleep(thread, Seconds(5));
            Assert.That(tcp.Network.TimeWait.Count, Is.Zero, "half closed");
            (serverFirst ? client : server).Close(thread);
            Assert.That(tcp.Network.TimeWait.Count, Is.EqualTo(1));
        });

        tcp.RunFor(Seconds(65) - Ns(1));
        Assert.That(tcp.Network.TimeWait.Count, Is.EqualTo(1));
        tcp.RunFor(Ns(1));
        Assert.That(tcp.Network.TimeWait.Count, Is.Zero);
    }

    [Test]
    public void There_are_as_many_in_TIME_WAIT_as_are_closed_in_a_minute()
    {
        // Little: 100 a second for 60 s each, where no connect takes the place of one of them.
        var tcp = new TcpStage(tcp: new() { TimeWaitReuse = TimeWaitReuse.Never });
        ConnectAndClose(tcp, count: 18_000, pause: SimDuration.FromMilliseconds(10));
        tcp.RunFor(Seconds(60));
        Assert.That(tcp.Network.TimeWait.Count, Is.EqualTo(6000).Within(1), "still growing until now");
        tcp.Network.TimeWait.RestartWindow();
        tcp.RunFor(Seconds(100));

        Assert.That(tcp.Network.TimeWait.Count, Is.EqualTo(6000).Within(1));
        Assert.That(tcp.Network.TimeWait.OverTime.Mean(tcp.Stage.Simulation.Now), Is.EqualTo(6000).Within(1));
    }

    [Test]
    public void The_28233rd_connect_to_another_machine_within_a_minute_finds_no_port_and_has_tried_all()
    {
        var tcp = new TcpStage(costs: free => free with { TcpPortProbe = Ns(35) }, tcp: new());
        var address = new RemoteAddress(tcp.Stage.Host);
        var last = SimTime.Zero;
        var failedAfter = -1;
        var costOfFailure = SimDuration.Zero;
        var isThereAPortLater = false;
        tcp.Stage.Thread("client", async thread =>
        {
            while (failedAfter < 0)
            {
                var (_, client) = TcpSocket.Pair(tcp.Stage.Host, 0);
                client.Peer.Outside = new Silent();
                var before = thread.Owed;
                if (client.TryPickPort(thread, address))
                {
                    client.ConnectOutside(SimDuration.Zero);
                    await Sleep(thread, Ns(1));
                    last = tcp.Stage.Simulation.Now;
                    client.Close(thread);
                    continue;
                }

                failedAfter = (int)tcp.Network.TimeWait.Count;
                costOfFailure = thread.Owed - before;
            }

            await Sleep(thread, SimTime.Zero + Seconds(61) - tcp.Stage.Simulation.Now);
            isThereAPortLater = TcpSocket.Pair(tcp.Stage.Host, 0).Client.TryPickPort(thread, address);
        });
        tcp.RunFor(Seconds(62));

        // The second half costs half a millisecond each: all even ports are tried before the odd ones.
        Assert.That(last, Is.InRange(SimTime.Zero + (Ns(35 * 14_116) * 14_116), SimTime.Zero + Seconds(8)));
        Assert.That(failedAfter, Is.EqualTo(28_232));
        Assert.That(costOfFailure, Is.EqualTo(Ns(35 * 28_232)));
        Assert.That(tcp.Network.PortsExhausted, Is.EqualTo(1));
        Assert.That(isThereAPortLater, Is.True);
    }

    [TestCase(TimeWaitReuse.Loopback, true)]
    [TestCase(TimeWaitReuse.Never, false)]
    public void On_loopback_a_port_may_be_used_again_after_a_second(TimeWaitReuse reuse, bool works)
    {
        var tcp = new TcpStage(tcp: new() { TimeWaitReuse = reuse, LastPort = 32768 + 9 });
        var results = new List<bool>();
        tcp.Stage.Thread("client", async thread =>
        {
            for (var i = 0; i < 12; i++)
            {
                if (i == 11) await Sleep(thread, Seconds(1));
                var client = await tcp.Connect(thread, i);
                results.Add(client is not null);
                client?.Close(thread);
                client?.Peer.Close(thread);
                tcp.Listener.TryAccept(thread, out _);
            }
        });
        tcp.RunFor(Seconds(2));

        Assert.That(results, Is.EqualTo(Enumerable.Repeat(true, 10).Append(false).Append(works)));
        Assert.That(tcp.Network.TimeWait.Count, Is.EqualTo(10), "the new connection has taken the place of one");
    }

    [Test]
    public void A_server_in_TIME_WAIT_keeps_no_client_from_its_port()
    {
        // One port pair only: each SYN replaces the server's entry of the connection before.
        var tcp = new TcpStage(tcp: new() { LastPort = 32768 + 1 });
        var connects = 0;
        tcp.Stage.Thread("both", async thread =>
        {
            for (var i = 0; i < 100; i++)
            {
                var client = await tcp.Connect(thread, i);
                if (client is not null) connects++;
                client!.Peer.Close(thread);
                client.Close(thread);
                tcp.Listener.TryAccept(thread, out _);
            }
        });
        tcp.RunFor(Seconds(1));

        Assert.That(connects, Is.EqualTo(100));
        Assert.That(tcp.Network.TimeWait.Count, Is.InRange(1, 2));
    }

    [Test]
    public void TIME_WAIT_is_full_at_its_limit()
    {
        var tcp = new TcpStage(tcp: new() { MaxTimeWait = 5 });
        ConnectAndClose(tcp, count: 8, pause: Ns(1));
        tcp.RunFor(Seconds(1));

        Assert.That((tcp.Network.TimeWait.Count, tcp.Network.TimeWait.Overflows), Is.EqualTo((5L, 3L)));
    }

    [Test]
    public void A_close_with_data_unread_resets_the_connection_and_leaves_nothing_behind()
    {
        var tcp = new TcpStage();
        tcp.Stage.Thread("both", async thread =>
        {
            var client = (await tcp.Connect(thread))!;
            client.Send(thread, new Message());
            client.Peer.Close(thread);
            Assert.That((client.IsReset, client.HasEnded, client.Poll() & PollMask.Error), Is.EqualTo((true, true, PollMask.Error)));
            client.Close(thread);
        });
        tcp.RunFor(Seconds(1));

        Assert.That((tcp.Network.Resets, tcp.Network.TimeWait.Count), Is.EqualTo((1L, 0L)));
    }

    [Test]
    public void Data_for_an_end_that_is_closed_comes_back_as_a_reset()
    {
        var tcp = new TcpStage();
        tcp.Stage.Thread("both", async thread =>
        {
            var client = (await tcp.Connect(thread))!;
            var server = client.Peer;
            client.Close(thread);
            Assert.That((server.HasEnded, server.IsReset), Is.EqualTo((true, false)), "the end of file");
            server.Send(thread, new Message());
            Assert.That(server.IsReset, Is.True);
            server.Send(thread, new Message()); // EPIPE
            server.Close(thread);
        });
        tcp.RunFor(Seconds(1));

        Assert.That((tcp.Network.Resets, tcp.Network.TimeWait.Count), Is.EqualTo((1L, 0L)));
    }

    [Test]
    public void The_closer_pays_for_the_FIN_and_for_waking_the_other_side()
    {
        var tcp = new TcpStage(cores: 2, costs: free => free with { Syscall = Ns(100), TcpClose = Ns(6000), TcpClosePassive = Ns(4500), EpollCallback = Ns(60), EpollWake = Ns(1200) });
        var stage = tcp.Stage;
        var (server, client) = TcpSocket.Pair(stage.Host, 0);
        stage.Thread("server", async thread =>
        {
            var epoll = new EpollInstance(stage.Host, stage.Account);
            epoll.Add(thread, new(server, server, interest: PollMask.In));
            var events = new EpollEvent[1];
            await epoll.Wait(thread, events, SimTime.MaxValue);
            await thread.Settle();
            thread.CallKernel(server.CloseCost);
            await thread.Settle();
            stage.Note("closed second");
        }, 0);
        stage.At(10, () => stage.Thread("client", async thread =>
        {
            thread.CallKernel(client.CloseCost);
            await thread.Settle();
            stage.Note("closed first");
            client.Close(thread);
            await thread.Settle();
            stage.Note("returned");
        }, 1));
        stage.Run();

        // 100 + 6000; then two callbacks of which the first wakes the waiter: 60 + 1200 + 60, under ep->lock, which the server's harvest waits for. It takes 100 + 4500.
        Assert.That(stage.Log, Is.EqualTo(new[] { "16.1us closed first", "17.42us returned", "22.02us closed second" }));
    }

    private static void ConnectAndClose(TcpStage tcp, int count, SimDuration pause) => tcp.Stage.Thread("both", async thread =>
    {
        for (var i = 0; i < count; i++)
        {
            await Sleep(thread, pause);
            var client = (await tcp.Connect(thread, i))!;
            tcp.Listener.TryAccept(thread, out _);
            client.Close(thread);
            client.Peer.Close(thread);
        }
    });

    private sealed class Silent : IOutsideEnd
    {
        public void Answered(TcpSocket end) => Assert.Fail("nobody asked");

        public void Unreachable(TcpSocket end) => Assert.Fail("nobody asked");

        public void Sent(TcpSocket end, IMessage message) => Assert.Fail("nobody sends");

        public void Ended(TcpSocket end, SimDuration owed)
        {
        }
    }
}
