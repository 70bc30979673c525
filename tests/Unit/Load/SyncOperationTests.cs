using GmpSim.GoRuntime;

namespace GmpSim.Tests.Unit.Load;

/// <summary>The operations with which goroutines of a scenario wait for each other.</summary>
public sealed class SyncOperationTests
{
    [Test]
    public void A_mutex_is_held_by_one_at_a_time() =>
        Expect(
            [
                "main: [{ spawn: b }, { lock: m }, { cpu: 10us }, { sleep: 90us }, { log: a done }, { unlock: m }]",
                "b: [{ cpu: 20us }, { lock: m }, { log: b has it }, { unlock: m }]",
            ],
            "1030us a done", "1030us b has it"); // b waits from 30 us on; then nobody runs, and an idle process sleeps in whole milliseconds

    [Test]
    public void A_name_that_is_read_locked_somewhere_lets_readers_in_together_and_writers_alone() =>
        Expect(
            [
                "main: [{ rlock: rw }, { spawn: writer }, { spawn: reader }, { sleep: 3ms }, { log: main leaves }, { runlock: rw }]",
                "reader: [{ rlock: rw }, { log: reads }, { runlock: rw }]",
                "writer: [{ cpu: 1us }, { lock: rw }, { log: writes }, { unlock: rw }]",
            ],
            "0us reads", "3001us main leaves", "3001us writes");

    [Test]
    public void A_pool_of_two_serves_two_at_a_time() =>
        Expect(
            ["main: [{ spawn: { program: user, count: 3 } }]", "user: [{ acquire: { pool: db, size: 2 } }, { log: in }, { sleep: 2ms }, { release: db }]"],
            "0us in", "0us in", "2000us in");

    [Test]
    public void Who_waits_for_a_pool_as_long_as_it_will_ends_its_program_and_the_next_in_the_queue_gets_the_item() =>
        Expect(
            [
                "main: [{ acquire: { pool: db, size: 1 } }, { spawn: { program: hasty, group: hasty } }, { spawn: patient }, { spawn: watcher }, { sleep: 5ms }, { log: gives it back }, { release: db }]",
                "hasty: [{ acquire: { pool: db, timeout: 2ms } }, { log: never }]",
                "patient: [{ acquire: { pool: db, timeout: 9ms } }, { log: has it }, { release: db }, { acquire: { pool: db, timeout: 1us } }, { log: at once }]",
                "watcher: [{ wait: hasty }, { log: hasty is gone }]",
            ],
            "2000us hasty is gone", "5000us gives it back", "5000us has it", "5000us at once");

    [Test]
    public void An_unbuffered_channel_makes_two_meet() =>
        Expect(
            ["main: [{ spawn: other }, { cpu: 5us }, { send: c }, { log: sent }]", "other: [{ recv: c }, { log: received }]"],
            "5us received", "5us sent");

    [Test]
    public void A_buffer_of_two_lets_the_sender_run_ahead_by_two() =>
        Expect(
            ["main: [{ spawn: other }, { repeat: { times: 3, do: [{ send: { channel: c, buffer: 2 } }, { log: sent }] } }]", "other: [{ cpu: 7us }, { recv: c }, { log: received }]"],
            "0us sent", "0us sent", "7us received", "7us sent");

    [Test]
    public void A_closed_channel_lets_everybody_go() =>
        Expect(
            ["main: [{ spawn: { program: other, count: 3 } }, { sleep: 2ms }, { close: { channel: stop } }]", "other: [{ recv: stop }, { log: goes }]"],
            "2000us goes", "2000us goes", "2000us goes");

    [Test]
    public void A_token_goes_round_a_ring_of_goroutines() =>
        Expect(
            [
                "main: [{ spawn: { program: player, count: 3 } }, { send: { channel: ring } }]",
                "player: [{ recv: { channel: ring, at: own } }, { cpu: 1us }, { log: has it }, { send: { channel: ring, at: next, buffer: 1 } }]",
            ],
            "1us has it", "2us has it", "3us has it");

    [Test]
    public void A_select_goes_on_with_what_its_case_does() =>
        Expect(
            [
                "main: [{ spawn: other }, { select: [{ recv: a, do: [{ log: a }] }, { recv: b, do: [{ log: b }] }, { after: 5ms, do: [{ log: too late }] }] }, { log: behind }]",
                "other: [{ cpu: 3us }, { send: b }]",
            ],
            "3us b", "3us behind");

    [Test]
    public void A_select_gives_up_after_its_time_or_at_once_with_a_default() =>
        Expect(
            [
                "main: [{ select: [{ recv: a }, { after: 5ms, do: [{ log: too late }] }] }, { select: [{ default, do: [{ log: at once }] }, { recv: a }] }, { select: [{ recv: b }, default] }, { log: behind }]",
            ],
            "5000us too late", "5000us at once", "5000us behind");

    [Test]
    public void Waiting_is_for_the_own_children_or_for_a_group_that_everybody_shares() =>
        Expect(
            [
                "main: [{ spawn: { program: child, count: 2 } }, { spawn: { program: slow, group: g } }, wait, { log: children done }, { wait: g }, { log: group done }]",
                "child: [{ cpu: 10us }, { log: child }]",
                "slow: [{ sleep: 2ms }]",
            ],
            "10us child", "20us child", "20us children done", "2020us group done");

    [TestCase("{ unlock: m }, { lock: m }", "sync: unlock of unlocked mutex: 'm'")]
    [TestCase("{ runlock: m }, { rlock: m }", "sync: RUnlock of unlocked RWMutex: 'm'")]
    [TestCase("{ release: db }, { acquire: { pool: db, size: 3 } }", "semaphore: released more than held: 'db'")]
    [TestCase("{ close: { channel: c } }, { send: c }", "send on closed channel: 'c'")]
    [TestCase("{ close: { channel: c } }, { close: { channel: c } }", "close of closed channel: 'c'")]
    public void What_Go_answers_with_a_panic_ends_the_run_with_the_names_of_program_and_object(string operations, string words) =>
        Assert.That(
            () => ProgramStage.Marks([$"main: [{operations}]"]),
            Throws.TypeOf<GoPanicException>().With.Message.Contains("program 'main' at").And.Message.Contains(words));

    private static void Expect(string[] programs, params string[] marks) => Assert.That(ProgramStage.Marks(programs), Is.EqualTo(marks));
}
