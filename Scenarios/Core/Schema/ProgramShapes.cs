using GmpSim.Scenarios.Schema.Values;
using static GmpSim.Scenarios.Schema.KeyShape;

namespace GmpSim.Scenarios.Schema;

/// <summary>Goroutine programs and their operations.</summary>
internal static class ProgramShapes
{
    private static readonly OneKeyShape s_operation = new("operation", Operations);
    private static readonly SequenceShape s_body = new("a program", s_operation);
    private static readonly ValueShape s_object = new(new NameValue("an object"));

    /// <summary>The <c>programs</c> section.</summary>
    public static MappingShape Programs { get; } = new("'programs'") { Open = new OpenKeys(new NameValue("a program"), s_body, "A program: its operations, one after another.") };

    private static KeyShape[] Operations() =>
    [
        new("cpu", DistributionShapes.DistributionOrRecorded, "Computes for a time; `recorded` takes the service time of the recording that is replayed."),
        Transfer("read", "request", "Reads from the connection; parks until there is something."),
        Transfer("write", "response", "Writes to the connection."),
        new("accept", s_object, "Accepts a connection from a listener.") { IsBare = true },
        new("dial", Or(new MappingShape("'dial'", Required("to", new NameValue("a service"), "Whom."), Value("rtt", DurationValue.FromZero, "Round-trip time.", "0s")), "to"), "Connects to a service."),
        new("close", s_object, "Closes the connection.") { IsBare = true },
        new("sleep", DistributionShapes.Distribution, "Sleeps on a timer (time.Sleep)."),
        new("syscall", DistributionShapes.Distribution, "Blocks its M in a system call."),
        new("lock", s_object, "Locks a mutex."),
        new("unlock", s_object, "Unlocks a mutex."),
        new("rlock", s_object, "Locks a read-write mutex for reading."),
        new("runlock", s_object, "Unlocks a read-write mutex after reading."),
        new("acquire", Or(new MappingShape("'acquire'", Required("pool", new NameValue("a pool"), "Which."), Value("size", new CountValue(1, 1_000_000), "Its size.")), "pool"), "Takes from a pool or semaphore; parks while it is empty."),
        new("release", s_object, "Gives back to a pool or semaphore."),
        Channel("send", "Sends to a channel."),
        Channel("recv", "Receives from a channel."),
        new("select", new SequenceShape("'select'", new OneKeyShape("case", Cases)), "Waits for the first of several channel operations."),
        Value("spawn", new NameValue("a program"), "Starts a goroutine (go f()) and goes on."),
        new("wait", s_object, "Waits for a WaitGroup.") { IsBare = true },
        new("yield", s_object, "Gives way (runtime.Gosched).") { IsBare = true },
        new("lock-os-thread", s_object, "Binds the goroutine to its M.") { IsBare = true },
        Value("alloc", BytesValue.Message, "Allocates memory; drives the garbage collector."),
        new("touch", Or(new MappingShape("'touch'", Required("line", new NameValue("a cache line"), "Which; `own` is the goroutine's own."), Value("write", new FlagValue(), "Whether it is written.", "true")), "line"), "Touches a cache line."),
        new("repeat", new MappingShape("'repeat'", Required("times", new CountValue(1, 1_000_000), "How often."), new("do", s_body, "What.") { IsRequired = true }), "Repeats operations."),
        new("choose", new SequenceShape("'choose'", new MappingShape("a choice", Required("probability", new PercentValue(), "How likely; the probabilities of all choices sum to 100%."), new("do", s_body, "What.") { IsRequired = true })), "Takes one of several ways by chance."),
        Value("log", new TextValue("a mark", mayBeEmpty: false), "Leaves a mark in the trace."),
    ];

    private static KeyShape[] Cases() =>
    [
        Channel("send", "Sends to a channel."),
        Channel("recv", "Receives from a channel."),
        new("default", s_object, "Does not wait.") { IsBare = true },
    ];

    private static KeyShape Transfer(string name, string usual, string about) => new(
        name,
        new EitherShape($"'{name}'", new ValueShape(new ChoiceValue("request", "response")), new MappingShape($"'{name}'", Required("bytes", BytesValue.Message, "How much."))),
        about) { IsBare = true, Default = usual };

    private static KeyShape Channel(string name, string about) => new(
        name,
        Or(new MappingShape($"'{name}'", Required("channel", new NameValue("a channel"), "Which."), Value("buffer", new CountValue(0, 1_000_000), "Its buffer.", "0")), "channel"),
        about);

    private static EitherShape Or(MappingShape longForm, string shortFor) => new(longForm.Name, s_object, longForm) { ShortFor = shortFor };
}
