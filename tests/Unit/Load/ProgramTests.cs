using GmpSim.Load;

namespace GmpSim.Tests.Unit.Load;

/// <summary>Goroutine programs on timelines worked out by hand: computing, loops, choices, cache lines, goroutines.</summary>
public sealed class ProgramTests
{
    [Test]
    public void Computing_takes_its_time_and_a_mark_stands_at_its_end() =>
        Assert.That(ProgramStage.Marks(["main: [{ log: a }, { cpu: 3us }, { log: b }, { cpu: 250us }, { log: c }]"]), Is.EqualTo(new[] { "0us a", "3us b", "253us c" }));

    [Test]
    public void Loops_within_loops_run_their_rounds_each_time_anew()
    {
        var marks = ProgramStage.Marks(["main: [{ repeat: { times: 2, do: [{ repeat: { times: 3, do: [{ cpu: 1us }] } }, { log: round }] } }, { cpu: 1us }, { log: end }]"]);

        Assert.That(marks, Is.EqualTo(new[] { "3us round", "6us round", "7us end" }));
    }

    [Test]
    public void An_endless_loop_goes_on_until_the_run_ends()
    {
        var marks = ProgramStage.Marks(["main: [{ repeat: { times: forever, do: [{ cpu: 2ms }, { log: again }] } }, { log: never }]"], ms: 5);

        Assert.That(marks, Is.EqualTo(new[] { "2000us again", "4000us again" }));
    }

    [Test]
    public void An_endless_loop_in_which_no_time_passes_is_refused_instead_of_running_for_ever() =>
        Assert.That(() => ProgramStage.Marks(["main: [{ cpu: 3us }, { repeat: { times: forever, do: [{ cpu: 0us }] } }]"]), Throws.TypeOf<ProgramException>().With.Message.StartsWith("Program 'main' repeats something for ever"));

    [Test]
    public void Every_way_of_a_choice_goes_on_behind_it()
    {
        string[] ways = ["{ probability: 0%, do: [{ log: impossible }] }", "{ probability: 50%, do: [{ log: left }] }", "{ probability: 50%, do: [{ repeat: { times: 2, do: [{ log: right }] } }] }"];
        var marks = ProgramStage.Marks([$"main: [{{ repeat: {{ times: 20, do: [{{ choose: [{string.Join(", ", ways)}] }}, {{ log: behind }}, {{ cpu: 1us }}] }} }}]"]);

        var counts = CountsOf(marks);
        Assert.That(counts["behind"], Is.EqualTo(20));
        Assert.That(counts["left"] + (counts["right"] / 2), Is.EqualTo(20));
        Assert.That(counts.Keys, Is.EqualTo(new[] { "behind", "left", "right" }), "both ways, and nothing that is impossible");
    }

    [Test]
    public void A_write_takes_a_line_away_from_the_core_that_has_it_and_others_wait_for_it()
    {
        string[] programs =
        [
            "main: [{ spawn: other }, { touch: stats }, { cpu: 2us }, { touch: stats }, { log: main has it }]",
            "other: [{ cpu: 1us }, { touch: stats }, { log: other has it }, { touch: own }, { touch: stats }, { log: other still has it }]",
        ];

        // Until the thief runs the other goroutine it has read sched's counts, idlepMask, P0's queue and its runnext (100 ns each), taken runnext and lowered
        // nmspinning (90 ns each, it has read both), and got sched.lock (100 ns): 680 ns. Then the line moves at 1.68 us to the other core, and at 2 us back.
        Assert.That(
            ProgramStage.Marks(programs, gomaxprocs: 2, costs: "cache.transfer_llc: 100ns"),
            Is.EqualTo(new[] { "1.78us other has it", "1.78us other still has it", "2.1us main has it" }));
    }

    [Test]
    public void A_read_shares_a_line_and_costs_nothing_the_second_time()
    {
        string[] programs =
        [
            "main: [{ touch: stats }, { spawn: reader }, { cpu: 5us }]",
            "reader: [{ cpu: 1us }, { touch: { line: stats, write: false } }, { log: first }, { touch: { line: stats, write: false } }, { log: second }]",
        ];

        // 680 ns for the theft as above, 1 us of computing, 100 ns for the first read.
        Assert.That(ProgramStage.Marks(programs, gomaxprocs: 2, costs: "cache.transfer_llc: 100ns"), Is.EqualTo(new[] { "1.78us first", "1.78us second" }));
    }

    [Test]
    public void Goroutines_of_one_spawn_run_in_the_order_of_runnext_and_queue()
    {
        string[] programs =
        [
            "main: [{ spawn: { program: worker, count: 3 } }, { cpu: 10us }, { log: main ends }]",
            "worker: [{ cpu: 1us }, { log: worker }]",
        ];

        Assert.That(ProgramStage.Marks(programs), Is.EqualTo(new[] { "10us main ends", "11us worker", "12us worker", "13us worker" }));
    }

    [Test]
    public void A_sleeping_goroutine_lets_others_run()
    {
        string[] programs =
        [
            "main: [{ spawn: other }, { sleep: 2ms }, { log: awake }]",
            "other: [{ cpu: 500us }, { log: other }]",
        ];

        // epoll_wait counts whole milliseconds: of the 1.5 ms that are left it sleeps 1 ms, and of the last 0.5 ms again one.
        Assert.That(ProgramStage.Marks(programs), Is.EqualTo(new[] { "500us other", "2500us awake" }));
    }

    [Test]
    public void A_token_goes_round_a_ring_of_goroutines()
    {
        string[] programs =
        [
            "main: [{ spawn: { program: node, count: 100 } }, { send: ring }, { recv: ring }, { log: back }]",
            "node: [{ recv: { channel: ring, at: own } }, { cpu: 1us }, { send: { channel: ring, at: next } }]",
        ];

        Assert.That(ProgramStage.Marks(programs), Is.EqualTo(new[] { "100us back" }));
        Assert.That(ProgramStage.Marks(programs, gomaxprocs: 4), Is.EqualTo(new[] { "100us back" }), "one after another on any number of Ps");
    }

    [Test]
    public void A_task_lasts_from_its_start_to_the_end_of_its_program()
    {
        string[] programs =
        [
            "handler: [{ spawn: echo }, { repeat: { times: 1000, do: [{ send: there }, { recv: back }] } }]",
            "echo: [{ repeat: { times: 1000, do: [{ recv: there }, { cpu: 100ns }, { send: back }] } }]",
        ];
        var recorder = ProgramStage.Serve(programs).Recorder;

        Assert.That(recorder.Requests, Is.EqualTo(1000).Within(1), "100 ms, a task of 1000 x 100 ns after another");
        Assert.That(recorder.Latency.Max.Microseconds, Is.EqualTo(100));
    }

    /// <summary>Common random numbers: what a goroutine draws belongs to it, whichever P runs it and whatever runs beside it.</summary>
    [Test]
    public void What_programs_draw_does_not_depend_on_the_scheduler()
    {
        string[] programs =
        [
            "main: [{ repeat: { times: 30, do: [{ spawn: worker }, { cpu: { exponential: 40us } }, { log: spawned }] } }]",
            "worker: [{ choose: [{ probability: 30%, do: [{ cpu: { exponential: 5us } }, { log: slow }] }, { probability: 70%, do: [{ log: fast }] }] }, { spawn: child }]",
            "child: [{ choose: [{ probability: 50%, do: [{ log: one }] }, { probability: 50%, do: [{ log: other }] }] }]",
        ];

        var onOne = CountsOf(ProgramStage.Marks(programs, gomaxprocs: 1));
        Assert.That(onOne.Values.Sum(), Is.EqualTo(90), "every goroutine leaves its mark");
        Assert.That(CountsOf(ProgramStage.Marks(programs, gomaxprocs: 2)), Is.EqualTo(onOne));
        Assert.That(CountsOf(ProgramStage.Marks(programs, gomaxprocs: 4)), Is.EqualTo(onOne));
    }

    private static SortedDictionary<string, int> CountsOf(IEnumerable<string> marks) =>
        new(marks.Select(mark => mark.Split(' ')[1]).CountBy(mark => mark).ToDictionary(), StringComparer.Ordinal);
}
