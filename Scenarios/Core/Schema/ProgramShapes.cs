using GmpSim.Scenarios.Schema.Values;
using static GmpSim.Scenarios.Schema.KeyShape;

namespace GmpSim.Scenarios.Schema;

/// <summary>Goroutine programs and their operations.</summary>
internal static class ProgramShapes
{
    private static readonly OneKeyShape s_operation = new("operation", Operations);
    private static readonly SequenceShape s_body = new("a program", s_operation);
    private static readonly ValueShape s_object = new(new NameValue("an object"));
    private static readonly EitherShape s_case = Case();
    private static readonly MappingShape s_pool = new(
        "'pool'",
        Value("kind", new ChoiceValue("transport", "sync-pool"), "Who keeps it: `transport`, one pool for the process with the limits below (http.Transport); `sync-pool`, each P its own, without limits, emptied by the collector (sync.Pool).", "transport"),
        Value("idle_per_host", new CountValue(1, 1_000_000), "Idle connections to the service that are kept.", "2"),
        Value("idle", new CountValue(0, 1_000_000), "Idle connections of the process that are kept; 0 for no limit.", "100"),
        Value("idle_timeout", DurationValue.AboveZero, "How long one is kept.", "90s"));

    private static readonly MappingShape s_dial = Dial();
    private static readonly MappingShape s_syscall = Syscall();
    private static readonly EitherShape s_close = new("'close'", new ValueShape(new ChoiceValue("connection")), ChannelKeys("close", Value("at", new ChoiceValue("own", "next", "previous"), "Which of the channels of that name.")));

    private static readonly MappingShape s_touch = new(
        "'touch'",
        Value("line", new NameValue("a cache line"), "Which line; `own` is the goroutine's own."),
        Value("at", new BytesValue(1 << 20), "Where the field lies, counted from the beginning of the line: fields of one line are fetched together.", "0B"),
        Value("each", new BytesValue(1 << 20), "How far apart the fields of the goroutines of one `spawn` lie, as in an array; 0B: all touch the same.", "0B"),
        Value("write", new FlagValue(), "Whether it is written (an atomic operation) or read.", "true"),
        Value("memory", new NameValue("a memory"), "Instead of a line: memory of which a random part is touched; `own` is the goroutine's own."),
        Value("size", BytesValue.Positive, "How large the memory is; everywhere the same."),
        Value("bytes", BytesValue.Positive, "How much of it is touched; all of it where nothing is said."))
    {
        Exclusive = [["line", "memory"], ["memory", "at"], ["memory", "each"], ["memory", "write"]],
    };

    private static readonly MappingShape s_spawn = new(
        "'spawn'",
        Required("program", new NameValue("a program"), "What they run."),
        Value("count", new CountValue(1, 1_000_000), "How many goroutines; they form a ring for `at`.", "1"),
        Value("group", new NameValue("a group"), "WaitGroup that counts them; without it they count as this goroutine's own."));

    /// <summary>The <c>programs</c> section.</summary>
    public static MappingShape Programs { get; } = new("'programs'") { Open = new OpenKeys(new NameValue("a program"), s_body, "A program: its operations, one after another.") };

    /// <summary>What the value of an operation looks like.</summary>
    public static Shape Operation(string name) => s_operation.Find(name)!.Shape;

    private static KeyShape[] Operations() =>
    [
        new("cpu", DistributionShapes.DistributionOrRecorded, "Computes for a time; `recorded` takes the service time of the recording that is replayed."),
        Transfer("read", "request", "Reads a message from a connection; parks until there is one.", Value("deadline", DurationValue.AboveZero, "Time after which the read fails, which ends the program.")),
        Transfer("write", "response", "Writes a message to a connection."),
        new("accept", s_object, "Accepts a connection from a listener; the next `spawn` hands it over."),
        new("dial", Or(s_dial, "to"), "Connects to a service."),
        new("close", s_close, "Closes the connection, or a channel.") { IsBare = true },
        new("sleep", DistributionShapes.Distribution, "Sleeps on a timer (time.Sleep)."),
        new("syscall", new EitherShape("'syscall'", new ValueShape(DurationValue.FromZero), s_syscall), "Blocks its M in a system call."),
        new("lock", s_object, "Locks a mutex; a read-write mutex for writing."),
        new("unlock", s_object, "Unlocks a mutex."),
        new("rlock", s_object, "Locks a read-write mutex for reading."),
        new("runlock", s_object, "Unlocks a read-write mutex after reading."),
        new("acquire", Or(new MappingShape("'acquire'", Required("pool", new NameValue("a pool"), "Which."), Value("size", new CountValue(1, 1_000_000), "Its size; said at least once, and everywhere the same."), Value("timeout", DurationValue.AboveZero, "How long to wait; then the program ends, as by an error that it returns.")), "pool"), "Takes from a pool or semaphore; parks while it is empty."),
        new("release", s_object, "Gives back to a pool or semaphore."),
        Channel("send", "Sends to a channel."),
        Channel("recv", "Receives from a channel."),
        new("select", new SequenceShape("'select'", s_case), "Waits for the first of several channel operations."),
        new("spawn", Or(s_spawn, "program"), "Starts goroutines (go f()) and goes on."),
        new("wait", s_object, "Waits for the goroutines that this one has started in no group, or for a group (WaitGroup).") { IsBare = true },
        new("yield", s_object, "Gives way (runtime.Gosched).") { IsBare = true },
        new("lock-os-thread", s_object, "Binds the goroutine to its M.") { IsBare = true },
        new("unlock-os-thread", s_object, "Undoes lock-os-thread.") { IsBare = true },
        Value("alloc", BytesValue.Message, "Allocates memory; drives the garbage collector."),
        new("touch", Or(s_touch, "line"), "Touches a cache line, or a part of some memory."),
        new("repeat", new MappingShape("'repeat'", Required("times", new KeywordOr<int>("forever", new CountValue(1, 1_000_000)), "How often, or `forever`."), new("do", s_body, "What.") { IsRequired = true }), "Repeats operations."),
        new("choose", new SequenceShape("'choose'", new MappingShape("a choice", Required("probability", new PercentValue(), "How likely; the probabilities of all choices sum to 100%."), new("do", s_body, "What.") { IsRequired = true })), "Takes one of several ways by chance."),
        Value("log", new TextValue("a mark", mayBeEmpty: false), "Leaves a mark in the trace."),
    ];

    private static MappingShape Dial() => new(
        "'dial'",
        Required("to", new NameValue("a service"), "A listener of the process, or a service outside the machine."),
        Value("rtt", DurationValue.FromZero, "Round-trip time to a service outside.", "0s"),
        new("service", DistributionShapes.Distribution, "Time in which a service outside answers a request.") { Default = "0s" },
        Value("response_bytes", BytesValue.Message, "Size of its responses.", "256B"),
        new("pool", s_pool, "Keeps the connection for later dials, instead of closing it, when the program is through with it."));

    /// <summary>The keys of a distribution, and beside them those of the call.</summary>
    private static MappingShape Syscall()
    {
        var kinds = ((OneKeyShape)DistributionShapes.Distribution.Composite).Keys;
        return new(
            "'syscall'",
        [
            new("time", DistributionShapes.Distribution, "How long; or one of the distributions in place of this key."),
            .. kinds,
            Value("cgo", new FlagValue(), "Whether it is a call into C.", "false"),
            Value("blocking", new FlagValue(), "Whether the runtime knows beforehand that it blocks, and hands the P off at once.", "false"),
        ])
        {
            Exclusive = [["time", .. kinds.Select(kind => kind.Name)], ["cgo", "blocking"]],
        };
    }

    private static EitherShape Case() => new("a case", new ValueShape(new ChoiceValue("default")), new MappingShape(
        "a case",
        Channel("send", "Sends to a channel."),
        Channel("recv", "Receives from a channel."),
        new("after", DistributionShapes.Distribution, "A time has passed (time.After)."),
        new("default", s_object, "Does not wait.") { IsBare = true },
        new("do", new SequenceShape("'do'", s_operation, 0), "What is done when the case is taken."))
    {
        Exclusive = [["send", "recv", "after", "default"]],
    });

    private static KeyShape Transfer(string name, string usual, string about, params KeyShape[] more) => new(
        name,
        new EitherShape($"'{name}'", new ValueShape(new ChoiceValue("request", "response")), new MappingShape($"'{name}'",
        [
            Value("message", new ChoiceValue("request", "response"), "Which; without it: what there is on the program's connection."),
            Value("bytes", BytesValue.Positive, name == "read" ? "Size of the buffer: a longer message takes several calls." : "Size of the message."),
            .. more,
        ]) { NeedsEntry = true }),
        about) { IsBare = true, Default = usual };

    private static KeyShape Channel(string name, string about) => new(name, Or(ChannelKeys(name, Value("at", new ChoiceValue("own", "next", "previous"), "Which of the channels of that name: the goroutine's own in its `spawn`, or its neighbour's in the ring; without it the one that everybody shares.")), "channel"), about);

    private static MappingShape ChannelKeys(string name, params KeyShape[] more) => new(
        $"'{name}'",
        [Required("channel", new NameValue("a channel"), "Which."), Value("buffer", new CountValue(0, 1_000_000), "Its buffer; everywhere the same, 0 where nobody says it."), .. more]);

    private static EitherShape Or(MappingShape longForm, string shortFor) => new(longForm.Name, s_object, longForm) { ShortFor = shortFor };
}
