using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Tests.Unit.Machine;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>Channels and select (chan.go, select.go), in nanoseconds worked out by hand.</summary>
public sealed class Section09ChannelTests
{
    /// <summary>Costs that no two sums of make equal: operation 7 ns, ready 20 ns, switch 100 ns.</summary>
    private static GoCosts Priced(GoCosts free) => free with
    {
        ChannelOp = SimDuration.FromNanoseconds(7),
        Ready = SimDuration.FromNanoseconds(20),
        Switch = SimDuration.FromNanoseconds(100),
    };

    private static GoStage OneP(Func<GoCosts, GoCosts>? costs = null, int minor = GoRules.NewestMinor) =>
        new(ps: 1, options => options with { Sysmon = false, Rules = new(minor) }, goCosts: costs);

    [Test]
    public void A_value_goes_straight_to_a_waiting_receiver_which_runs_when_the_sender_gives_way()
    {
        var go = OneP(Priced);
        var channel = go.Process.Sync.NewChannel("c", 0);
        var receiver = new Script(go, "receiver").Receive(channel).Note();
        go.Run(new Script(go, "sender").Spawn(receiver).Yield().Send(channel).Note("goes on").Run);

        // Sender 100; receiver 200, parks at 207; sender again 307, sends until 334; receiver 434.
        Assert.That(go.Log, Is.EqualTo(new[] { "0.334us sender goes on", "0.434us receiver" }));
    }

    [Test]
    public void A_buffer_takes_values_until_it_is_full_and_then_the_sender_waits_for_room()
    {
        var go = OneP(Priced);
        var channel = go.Process.Sync.NewChannel("c", 2);
        var receiver = new Script(go, "receiver").Receive(channel).Note();
        go.Run(new Script(go, "sender").Spawn(receiver).Send(channel).Send(channel).Note("has sent two").Send(channel).Note("has sent three").Run);

        // Two sends 114; the third parks at 121; receiver 221, takes one and readies the sender by 248; sender 348.
        Assert.That(go.Log, Is.EqualTo(new[] { "0.114us sender has sent two", "0.248us receiver", "0.348us sender has sent three" }));
        Assert.That(channel.Count, Is.EqualTo(2), "the waiting value took the place of the one received");
    }

    [Test]
    public void Waiting_senders_and_waiting_receivers_are_served_in_the_order_in_which_they_came()
    {
        var go = OneP();
        var channel = go.Process.Sync.NewChannel("c", 0);
        Script Sender(string name) => new Script(go, name).Send(channel).Note();
        go.Run(new Script(go, "main").SpawnAndLetPark(Sender("1st"), Sender("2nd"), Sender("3rd"))
            .Receive(channel).Yield().Receive(channel).Yield().Receive(channel).Run);

        Assert.That(go.Log, Is.EqualTo(new[] { "0us 1st", "0us 2nd", "0us 3rd" }));
    }

    [Test]
    public void A_closed_channel_gives_what_is_left_in_its_buffer_and_then_answers_at_once()
    {
        var go = OneP();
        var channel = go.Process.Sync.NewChannel("c", 1);
        go.Run(new Script(go, "main").Send(channel).Close(channel).Receive(channel).Note("the value").Receive(channel).Note("the end").Run);

        Assert.That(go.Log, Is.EqualTo(new[] { "0us main the value", "0us main the end" }));
        Assert.That(channel.Count, Is.Zero);
    }

    [Test]
    public void A_send_on_a_closed_channel_ends_the_run_with_the_names_of_goroutine_and_channel()
    {
        var go = OneP();
        var channel = go.Process.Sync.NewChannel("jobs", 0);

        Assert.That(
            () => go.Run(new Script(go, "producer").Close(channel).Send(channel).Run),
            Throws.TypeOf<GoPanicException>().With.Message.Contains("send on closed channel: 'jobs'"));
    }

    [Test]
    public void A_close_makes_a_waiting_sender_panic_when_it_runs()
    {
        var go = OneP();
        var channel = go.Process.Sync.NewChannel("jobs", 0);

        Assert.That(
            () => go.Run(new Script(go, "main").SpawnAndLetPark(new Script(go, "producer").Send(channel)).Close(channel).Run),
            Throws.TypeOf<GoPanicException>().With.Message.Contains("send on closed channel"));
    }

    [Test]
    public void A_second_close_ends_the_run()
    {
        var go = OneP();
        var channel = go.Process.Sync.NewChannel("jobs", 0);

        Assert.That(() => go.Run(new Script(go, "main").Close(channel).Close(channel).Run), Throws.TypeOf<GoPanicException>().With.Message.Contains("close of closed channel"));
    }

    [Test]
    public void Operations_of_many_cores_queue_for_the_channels_lock_and_its_line()
    {
        // Four goroutines on four cores send into a large buffer at one instant: the line travels from one to the next.
        var go = new GoStage(ps: 4, options => options with { Sysmon = false }, free => free with { TransferLlc = SimDuration.FromNanoseconds(30) }, goCosts: Priced);
        var channel = go.Process.Sync.NewChannel("c", 100);
        foreach (var p in go.Process.AllP)
            go.Stage.At(100, () => go.Process.SubmitToLocal(p, new Script(go, "sender").Then((m, g) => m.Thread.Spend(SimTime.Zero + Stage.Us(200) - m.Thread.LocalNow)).Send(channel).Note(), clock: null));
        go.Run(new Script(go, "main").Run);

        // The first finds the line at home: 7 ns. Each of the others waits for its predecessor and then 30 ns for the line.
        Assert.That(go.Log, Is.EqualTo(new[] { "200.007us sender", "200.044us sender", "200.081us sender", "200.118us sender" }));
    }

    [Test]
    public void A_select_takes_a_ready_case_at_once_and_over_many_rounds_each_ready_case_equally_often()
    {
        var go = OneP();
        var first = go.Process.Sync.NewChannel("a", 10_000);
        var second = go.Process.Sync.NewChannel("b", 10_000);
        var third = go.Process.Sync.NewChannel("c", 10_000);
        go.Run(new Script(go, "main").Times(3_000, main => main.Select(SelectCase.Send(first), SelectCase.Send(second), SelectCase.Send(third))).Run);

        // Binomial with mean 1000 and standard deviation 26.
        Assert.That(new[] { first.Count, second.Count, third.Count }, Is.All.InRange(900, 1_100));
        Assert.That(first.Count + second.Count + third.Count, Is.EqualTo(3_000));
    }

    [Test]
    public void A_select_that_waits_is_won_once_and_leaves_the_queues_of_its_other_cases()
    {
        var go = OneP(Priced);
        var a = go.Process.Sync.NewChannel("a", 0);
        var b = go.Process.Sync.NewChannel("b", 0);
        var select = new Script(go, "select").Select(SelectCase.Receive(a), SelectCase.Receive(b)).Note("ends");
        go.Run(new Script(go, "main").Spawn(select).Yield().Send(b).Note("has sent").Send(a).Note("is never reached").Run, us: 1_000);

        // Main 100; select 200, both locks, parks at 214; main 314, sends to b by 341; its send to a finds nobody, since the select
        // is won, and parks at 348; select 448 and both locks again. Its entry at a is gone, though it had not run when a was looked at.
        Assert.That(go.Log, Is.EqualTo(new[] { "0.341us main has sent", "0.448us select case 1", "0.462us select ends" }));
        Assert.That(a.Receivers.First, Is.Null);
        Assert.That(a.Senders.First?.G.WaitReason, Is.EqualTo(WaitReason.ChanSend));
    }

    [Test]
    public void A_select_with_a_default_never_waits_and_alone_with_one_case_it_looks_without_the_lock()
    {
        var go = OneP(Priced);
        var a = go.Process.Sync.NewChannel("a", 0);
        var b = go.Process.Sync.NewChannel("b", 0);
        go.Run(new Script(go, "main")
            .SelectOrDefault(SelectCase.Receive(a)).Note("after one case")
            .SelectOrDefault(SelectCase.Receive(a), SelectCase.Receive(b)).Note("after two").Run);

        Assert.That(go.Log, Is.EqualTo(new[] { "0.1us main default", "0.1us main after one case", "0.1us main default", "0.114us main after two" }));
    }

    [Test]
    public void A_close_wins_a_select_that_receives_and_makes_one_that_sends_panic()
    {
        var go = OneP();
        var a = go.Process.Sync.NewChannel("a", 0);
        var b = go.Process.Sync.NewChannel("b", 0);
        go.Run(new Script(go, "main").SpawnAndLetPark(new Script(go, "select").Select(SelectCase.Send(a), SelectCase.Receive(b))).Close(b).Run);
        Assert.That(go.Log, Is.EqualTo(new[] { "0us select case 1" }));

        var other = OneP();
        var c = other.Process.Sync.NewChannel("c", 0);
        Assert.That(
            () => other.Run(new Script(other, "main").SpawnAndLetPark(new Script(other, "select").Select(SelectCase.Send(c))).Close(c).Run),
            Throws.TypeOf<GoPanicException>());
    }

    [Test]
    public void A_time_out_wins_when_nothing_else_comes_and_its_timer_is_one_of_the_P()
    {
        var go = OneP();
        var channel = go.Process.Sync.NewChannel("c", 0);
        go.Run(new Script(go, "main").Select(SelectCase.Receive(channel), SelectCase.OnTime(Stage.Us(3_000))).Run);

        Assert.That(go.Log, Is.EqualTo(new[] { "3000us main case 1" }));
        Assert.That(channel.Receivers.First, Is.Null);
    }

    [TestCase(23, 0)]
    [TestCase(22, 1)]
    public void A_time_out_that_lost_stays_on_the_heap_until_it_is_due_up_to_1_22_and_no_longer_from_1_23_on(int minor, int left)
    {
        var go = OneP(minor: minor);
        var channel = go.Process.Sync.NewChannel("c", 0);
        var select = new Script(go, "select").Select(SelectCase.Receive(channel), SelectCase.OnTime(Stage.Us(5_000)));
        var timers = go.Process.AllP[0].Timers;
        go.Run(new Script(go, "main").SpawnAndLetPark(select).Send(channel).Yield().Then((_, _) => go.Note($"{timers.Count - timers.Zombies} timers")).Run);

        Assert.That(go.Log, Is.EqualTo(new[] { "0us select case 0", $"0us {left} timers" }));
    }

    [Test]
    public void A_time_out_does_not_touch_the_heap_when_another_case_is_ready_from_1_23_on()
    {
        var go = OneP();
        var channel = go.Process.Sync.NewChannel("c", 1);
        go.Run(new Script(go, "main").Send(channel).Select(SelectCase.Receive(channel), SelectCase.OnTime(Stage.Us(5_000)))
            .Then((_, _) => go.Note($"{go.Process.AllP[0].Timers.Count} timers")).Run);

        Assert.That(go.Log, Is.EqualTo(new[] { "0us main case 0", "0us 0 timers" }));
    }

    /// <summary>Go commit e870f06, which brought runnext: a CPU hog and two goroutines that hand a token to and fro over two channels, on one P.</summary>
    [Test]
    public void Without_runnext_a_hog_makes_ping_pong_eight_hundred_times_slower()
    {
        var with = NanosecondsPerRound(runnext: true, seconds: 1);
        var without = NanosecondsPerRound(runnext: false, seconds: 10);

        TestContext.Out.WriteLine($"with runnext {with:F0} ns a round, without {without:F0} ns, {without / with:F0} times as much");
        Assert.That(with, Is.LessThan(1_000), "ns a round");
        Assert.That(without / with, Is.InRange(829 * 0.8, 829 * 1.2), "published: 684287 / 825");
    }

    private static double NanosecondsPerRound(bool runnext, int seconds)
    {
        GoCosts Profile(GoCosts free) => free with
        {
            ChannelOp = SimDuration.FromNanoseconds(25),
            Ready = SimDuration.FromNanoseconds(50),
            Switch = SimDuration.FromNanoseconds(120),
        };
        var go = new GoStage(ps: 1, options => options with { Runnext = runnext }, free => free with { TimerSlack = Stage.Us(50) }, goCosts: Profile);
        go.Stage.Simulation.Observer = null;
        var ping = go.Process.Sync.NewChannel("ping", 0);
        var pong = go.Process.Sync.NewChannel("pong", 0);
        var rounds = 0L;
        Script Player(string name, Channel from, Channel to) => new Script(go, name).Receive(from).Send(to).Then((_, _) => rounds++).Forever();
        go.Run(new Script(go, "main").Spawn(new Script(go, "hog").Hog().Forever(), Player("a", ping, pong), Player("b", pong, ping)).Send(ping).Run, us: seconds * 1_000_000L);
        return seconds * 1e9 / (rounds / 2.0);
    }
}
