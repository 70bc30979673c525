using GmpSim.Engine;
using GmpSim.Machine;
using static GmpSim.Tests.Unit.Machine.TcpStage;

namespace GmpSim.Tests.Unit.Machine;

/// <summary>Handshakes, accept queues and what overflows them (net/ipv4/tcp_input.c, tcp_minisocks.c, inet_connection_sock.c).</summary>
public sealed class ListeningTests
{
    [Test]
    public void The_connecting_thread_does_the_work_of_a_whole_handshake_and_wakes_the_thread_in_accept()
    {
        var tcp = new TcpStage(cores: 2, costs: free => free with
        {
            Syscall = Ns(100), TcpSocketCall = Ns(1200), TcpConnect = Ns(18_000), TcpPortProbe = Ns(35), TcpAccept = Ns(2200), EpollWake = Ns(1200), WakeDeliver = Ns(400),
        });
        var stage = tcp.Stage;
        stage.Thread("server", async thread =>
        {
            await tcp.Listener.Accept(thread);
            await thread.Settle();
            stage.Note("accepted");
        }, 0);
        stage.Thread("client", async thread =>
        {
            await tcp.Connect(thread);
            stage.Note("connected");
            await thread.Settle();
            stage.Note("returned");
        }, 1);
        stage.Run();

        // Two calls of 100 ns, 1200 for socket, 18,000 for connect, one port: 19,435 after both have started at 400. The wake-up is delivered 400 later, and accept takes 2200.
        Assert.That(stage.Log, Is.EqualTo(new[] { "19.835us connected", "21.035us returned", "22.435us accepted" }));
        Assert.That(stage.Account.AcceptWakeups, Is.EqualTo(1));
    }

    [Test]
    public void An_accept_queue_takes_one_connection_more_than_the_backlog()
    {
        var tcp = new TcpStage(backlog: 2);
        var connected = ConnectOneAfterTheOther(tcp, count: 5);
        tcp.RunFor(SimDuration.FromMilliseconds(1));

        Assert.That(connected, Is.EqualTo(new[] { true, true, true, false, false }));
        Assert.That((tcp.Listener.QueueLength, tcp.Network.ListenOverflows), Is.EqualTo((3, 2L)));
    }

    [Test]
    public void A_backlog_is_cut_to_somaxconn() =>
        Assert.That(new TcpStage(backlog: 5000, tcp: new() { Somaxconn = 128 }).Listener.Backlog, Is.EqualTo(128));

    [TestCase("6.12", new[] { 1, 2, 3, 4, 5, 7, 11, 19, 35, 67 }, 131)]
    [TestCase("6.4", new[] { 1, 3, 7, 15, 31, 63 }, 127)]
    public void A_SYN_that_was_dropped_comes_again_and_again_until_connect_fails(string kernel, int[] againAtSeconds, int failsAtSecond)
    {
        var tcp = new TcpStage(backlog: 0, rules: new(KernelVersion.Parse(kernel)));
        var client = ConnectTwice(tcp);
        for (var i = 0; i < againAtSeconds.Length; i++)
        {
            RunUntil(tcp, againAtSeconds[i], minus: 1);
            Assert.That(tcp.Network.SynRetransmits, Is.EqualTo(i), $"just before {againAtSeconds[i]} s");
            RunUntil(tcp, againAtSeconds[i], minus: 0);
            Assert.That(tcp.Network.SynRetransmits, Is.EqualTo(i + 1), $"at {againAtSeconds[i]} s");
        }

        RunUntil(tcp, failsAtSecond, minus: 1);
        Assert.That(client().Poll(), Is.EqualTo(PollMask.None));
        RunUntil(tcp, failsAtSecond, minus: 0);
        Assert.That(client().Poll() & PollMask.Error, Is.EqualTo(PollMask.Error));
        Assert.That(tcp.Network.SynRetransmits, Is.EqualTo(againAtSeconds.Length));
    }

    [Test]
    public void A_connect_that_found_the_queue_full_succeeds_with_the_first_SYN_that_finds_room()
    {
        var tcp = new TcpStage(backlog: 0);
        var client = ConnectTwice(tcp);
        AcceptAll(tcp, atUs: 2_500_000);

        RunUntil(tcp, 3, minus: 1);
        Assert.That(client().IsConnected, Is.False);
        RunUntil(tcp, 3, minus: 0);
        Assert.That(client().IsConnected, Is.True, "at 3 s");
        Assert.That(tcp.Listener.QueueLength, Is.EqualTo(1));
    }

    [Test]
    public void From_another_machine_the_queue_may_be_full_when_the_handshake_ends_and_the_clients_data_ends_it_then()
    {
        // SYN at 50 us, room; last packet at 150 us, no room. Data at 200 us is dropped, and again 200.1 ms and twice that later; in between there is room from 300 ms on.
        var tcp = new TcpStage(backlog: 0);
        var (server, client) = FromOutside(tcp, () => ConnectOneAfterTheOther(tcp, count: 1));
        tcp.Stage.At(150, () => server.DeliverAfter(Stage.Us(50), new Message()));
        AcceptAll(tcp, atUs: 300_000);

        Until(tcp, 200 + (3 * 200_100) - 1);
        Assert.That((server.IsConnected, server.HasMessage), Is.EqualTo((false, false)));
        Until(tcp, 200 + (3 * 200_100));
        Assert.That((server.IsConnected, server.HasMessage, tcp.Listener.QueueLength), Is.EqualTo((true, true, 1)));
        Assert.That(client.Answers, Is.EqualTo(1));
    }

    [Test]
    public void A_client_that_says_nothing_gets_through_with_a_repeated_SYN_ACK()
    {
        // The first SYN-ACK at 50 us, its answer at 150; repeated 1 s and 3 s later. Room from 2 s on.
        var tcp = new TcpStage(backlog: 0);
        var (server, _) = FromOutside(tcp, () => ConnectOneAfterTheOther(tcp, count: 1));
        AcceptAll(tcp, atUs: 2_000_000);

        Until(tcp, 150 + 3_000_000 - 1);
        Assert.That(server.IsConnected, Is.False);
        Until(tcp, 150 + 3_000_000);
        Assert.That(server.IsConnected, Is.True);
    }

    [Test]
    public void With_abort_on_overflow_it_is_reset()
    {
        var tcp = new TcpStage(backlog: 0, tcp: new() { AbortOnOverflow = true });
        var (server, client) = FromOutside(tcp, () => ConnectOneAfterTheOther(tcp, count: 1));
        Until(tcp, 150);

        Assert.That((server.IsReset, client.Ends, tcp.Network.Resets), Is.EqualTo((true, 1, 1L)));
    }

    [Test]
    public void Threads_in_accept_are_woken_in_the_order_in_which_they_came()
    {
        var tcp = new TcpStage(cores: 4);
        var stage = tcp.Stage;
        foreach (var name in new[] { "a", "b", "c" })
        {
            stage.Thread(name, async thread =>
            {
                for (var i = 0; i < 2; i++)
                {
                    await tcp.Listener.Accept(thread);
                    stage.Note(name);
                }
            });
        }

        ConnectOneAfterTheOther(tcp, count: 6, pauseUs: 10);
        stage.Run();

        Assert.That(stage.Log.Select(line => line[^1]), Is.EqualTo("abcabc"));
        Assert.That((stage.Account.AcceptWakeups, stage.Account.SpuriousWakeups), Is.EqualTo((6L, 0L)));
    }

    [Test]
    public void A_hash_deals_connections_to_the_listeners_of_a_group()
    {
        // Binomial: 1000 connections, 500 expected at each, standard deviation 15.8.
        var tcp = new TcpStage();
        var other = tcp.Port.Listen();
        ConnectOneAfterTheOther(tcp, count: 1000);
        tcp.RunFor(SimDuration.FromMilliseconds(1));

        Assert.That(tcp.Listener.QueueLength + other.QueueLength, Is.EqualTo(1000));
        Assert.That(tcp.Listener.QueueLength, Is.EqualTo(500).Within(64), "four standard deviations");
    }

    [Test]
    public void Queue_limits_are_those_of_each_listener_of_a_group()
    {
        var tcp = new TcpStage(backlog: 9);
        var other = tcp.Port.Listen(9);
        ConnectOneAfterTheOther(tcp, count: 100);
        tcp.RunFor(SimDuration.FromMilliseconds(1));

        Assert.That((tcp.Listener.QueueLength, other.QueueLength, tcp.Network.ListenOverflows), Is.EqualTo((10, 10, 80L)));
    }

    private static List<bool> ConnectOneAfterTheOther(TcpStage tcp, int count, int pauseUs = 0)
    {
        var connected = new List<bool>();
        tcp.Stage.Thread("client", async thread =>
        {
            for (var i = 0; i < count; i++)
            {
                if (pauseUs > 0) await Sleep(thread, Stage.Us(pauseUs));
                var socket = await tcp.Connect(thread, i);
                connected.Add(socket!.IsConnected);
            }
        });
        return connected;
    }

    /// <summary>The first connection fills a queue of backlog 0, the second one finds it full.</summary>
    private static Func<TcpSocket> ConnectTwice(TcpStage tcp)
    {
        TcpSocket? second = null;
        tcp.Stage.Thread("client", async thread =>
        {
            await tcp.Connect(thread);
            second = await tcp.Connect(thread, 1);
        });
        return () => second!;
    }

    /// <summary>A client 100 us away connects at 0; at 100 us somebody else fills the queue.</summary>
    private static (TcpSocket Server, OutsideClient Client) FromOutside(TcpStage tcp, Action fill)
    {
        var (server, client) = TcpSocket.Pair(tcp.Stage.Host, number: 7);
        var owner = new OutsideClient();
        client.Outside = owner;
        client.ConnectFromOutside(tcp.Port, Stage.Us(100));
        tcp.Stage.At(100, fill);
        return (server, owner);
    }

    /// <summary>Empties the accept queue at an instant.</summary>
    private static void AcceptAll(TcpStage tcp, long atUs) => tcp.Stage.Thread("acceptor", async thread =>
    {
        await Sleep(thread, Stage.Us(atUs));
        while (tcp.Listener.TryAccept(thread, out _))
        {
        }
    });

    private static void RunUntil(TcpStage tcp, int second, int minus) => Until(tcp, (second * 1_000_000L) - minus);

    private static void Until(TcpStage tcp, long us) => tcp.Stage.Simulation.RunUntil(SimTime.Zero + Stage.Us(us));

    private sealed class OutsideClient : IOutsideEnd
    {
        public int Answers { get; private set; }

        public int Ends { get; private set; }

        public void Answered(TcpSocket end) => Answers++;

        public void Unreachable(TcpSocket end) => Assert.Fail("unreachable");

        public void Sent(TcpSocket end, IMessage message) => Assert.Fail("nobody sends");

        public void Ended(TcpSocket end, SimDuration owed) => Ends++;
    }
}
