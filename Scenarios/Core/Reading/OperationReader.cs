using GmpSim.Engine;
using GmpSim.Load;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Schema;
using GmpSim.Scenarios.Schema.Values;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Reading;

/// <summary>Reads operations that hold no others and start no program.</summary>
internal sealed class OperationReader(ReadContext context, SharedNames shared)
{
    private readonly DistributionReader _distributions = new(context);

    /// <summary>Places of <c>cpu: recorded</c>.</summary>
    public List<SourceSpan> Recorded { get; } = [];

    /// <summary>Reads an operation.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">What stands under it; the key itself where nothing does.</param>
    public OperationSpec Read(SourceScalar key, SourceNode value)
    {
        var isBare = ReferenceEquals(key, value) || value is SourceScalar { IsNull: true };
        var place = key.Span.Place;
        switch (key.Text)
        {
            case "cpu" when value is SourceScalar { Text: "recorded" }:
                Recorded.Add(value.Span);
                return new CpuOperation(place, null);
            case "cpu": return new CpuOperation(place, _distributions.Read(value));
            case "sleep": return new SleepOperation(place, _distributions.Read(value));
            case "yield": return new YieldOperation(place);
            case "log": return new LogOperation(place, Name(value));
            case "touch": return Touch(place, SectionOf(key, value));
            case "read": return ReadMessage(key, value, isBare);
            case "write": return WriteMessage(place, key, value, isBare);
            case "accept": return new AcceptOperation(place, Name(value));
            case "dial": return Dial(place, SectionOf(key, value));
            case "close": return Close(place, key, value);
            case "syscall": return Syscall(place, key, value);
            case "lock-os-thread": return new LockOsThreadOperation(place);
            case "unlock-os-thread": return new UnlockOsThreadOperation(place);
            case "alloc": return new AllocOperation(place, BytesValue.Message.Parse(Name(value)));
            case "wait": return Wait(place, isBare ? null : (SourceScalar)value);
            case "send": return new SendOperation(place, Channel(SectionOf(key, value)));
            case "recv": return new ReceiveOperation(place, Channel(SectionOf(key, value)));
            default: return LockOrPool(place, key, value);
        }
    }

    /// <summary>The long form of an operation, whatever was written.</summary>
    public static Section SectionOf(SourceScalar key, SourceNode value) => Section.Of(value, ProgramShapes.Operation(key.Text), key.Span);

    /// <summary>The channel that a section names.</summary>
    public ChannelUse Channel(Section section)
    {
        var name = section.Value<string>("channel");
        int? buffer = section.Has("buffer") ? section.Value<int>("buffer") : null;
        if (buffer is { } size) shared.Size("channel", name, "buffer", size, section.SpanOf("buffer"));
        var at = section.Value("at", otherwise: "") switch
        {
            "own" => ChannelAt.Own,
            "next" => ChannelAt.Next,
            "previous" => ChannelAt.Previous,
            _ => ChannelAt.Shared,
        };
        return new ChannelUse(name, buffer, at);
    }

    /// <summary>A distribution.</summary>
    public Distribution Time(SourceNode node) => _distributions.Read(node);

    private static string Name(SourceNode node) => ((SourceScalar)node).Text;

    private OperationSpec Touch(string place, Section section)
    {
        var key = section.Has("memory") ? "memory" : "line";
        if (!section.Has(key))
        {
            context.Problems.Error(Codes.MissingKey, section.Span, "'touch' needs 'line' or 'memory'");
            return new TouchOperation(place, null, 0, 0, IsWrite: true);
        }

        var name = section.Value<string>(key);
        var named = name == "own" ? null : name;
        return key == "memory" ? TouchMemory(place, named, section) : TouchLine(place, named, section);
    }

    private TouchOperation TouchLine(string place, string? line, Section section)
    {
        if (section.Has("size") || section.Has("bytes"))
            context.Problems.Error(Codes.OptionWithoutEffect, section.KeySpan(section.Has("size") ? "size" : "bytes"), "'size' and 'bytes' go with 'memory'; a touch of a 'line' is one access");
        if (line is null && (section.Has("at") || section.Has("each")))
            context.Problems.Error(Codes.OptionWithoutEffect, section.KeySpan(section.Has("at") ? "at" : "each"), "the line 'own' has one field: 'at' and 'each' go with a line that goroutines share");
        return new TouchOperation(place, line, section.Value<int>("at"), section.Value<int>("each"), section.Value<bool>("write"));
    }

    private TouchMemoryOperation TouchMemory(string place, string? memory, Section section)
    {
        if (!section.Has("size"))
        {
            context.Problems.Error(Codes.MissingKey, section.Span, "'touch' of a 'memory' needs its 'size'");
            return new TouchMemoryOperation(place, memory, 1, 1);
        }

        var size = section.Value<int>("size");
        if (memory is not null) shared.Size("memory", memory, "size", size, section.SpanOf("size"));
        return new TouchMemoryOperation(place, memory, size, section.Value("bytes", size));
    }

    private static Transfer What(Section section) => section.Value("message", otherwise: "") switch
    {
        "request" => Transfer.Request,
        "response" => Transfer.Response,
        _ => Transfer.Bytes,
    };

    private static int? Bytes(Section section) => section.Has("bytes") ? section.Value<int>("bytes") : null;

    private static ReadOperation ReadMessage(SourceScalar key, SourceNode value, bool isBare)
    {
        var place = key.Span.Place;
        if (isBare) return new ReadOperation(place, Transfer.Request, null, null);
        if (value is SourceScalar what) return new ReadOperation(place, what.Text == "request" ? Transfer.Request : Transfer.Response, null, null);
        var section = SectionOf(key, value);
        SimDuration? deadline = section.Has("deadline") ? section.Value<SimDuration>("deadline") : null;
        return new ReadOperation(place, What(section), Bytes(section), deadline);
    }

    private static WriteOperation WriteMessage(string place, SourceScalar key, SourceNode value, bool isBare)
    {
        if (isBare) return new WriteOperation(place, Transfer.Response, null);
        if (value is SourceScalar what) return new WriteOperation(place, what.Text == "request" ? Transfer.Request : Transfer.Response, null);
        var section = SectionOf(key, value);
        return new WriteOperation(place, What(section), Bytes(section));
    }

    private DialOperation Dial(string place, Section section) => new(
        place,
        section.Value<string>("to"),
        section.Value<SimDuration>("rtt"),
        section.Node("service") is { } service ? _distributions.Read(service) : ConstantDistribution.Zero,
        section.Value<int>("response_bytes"),
        section.Has("pool") ? Limits(section.Sub("pool")) : null);

    private IdleLimits Limits(Section pool)
    {
        var isByP = pool.Value<string>("kind") == "sync-pool";
        if (isByP && Array.Find(["idle_per_host", "idle", "idle_timeout"], pool.Has) is { } limit)
            context.Problems.Error(Codes.ParametersContradict, pool.SpanOf(limit), $"a sync.Pool has no limits: leave '{limit}' out");
        return new(pool.Value<int>("idle_per_host"), pool.Value<int>("idle"), pool.Value<SimDuration>("idle_timeout")) { IsByP = isByP };
    }

    private CloseOperation Close(string place, SourceScalar key, SourceNode value) =>
        new(place, value is SourceScalar ? null : Channel(Section.Of(value, ProgramShapes.Operation(key.Text), key.Span)));

    private SyscallOperation Syscall(string place, SourceScalar key, SourceNode value)
    {
        if (value is SourceScalar) return new SyscallOperation(place, _distributions.Read(value), IsCgo: false, IsBlocking: false);
        var section = SectionOf(key, value);
        var written = section.Entries.FirstOrDefault(entry => entry.Key.Text is not ("cgo" or "blocking"));
        if (written.Key is null)
        {
            context.Problems.Error(Codes.MissingKey, key.Span, "'syscall' needs 'time' or a distribution");
            return new SyscallOperation(place, ConstantDistribution.Zero, IsCgo: false, IsBlocking: false);
        }

        var time = written.Key.Text == "time" ? written.Value : new SourceMapping(value.Span, [written]);
        return new SyscallOperation(place, _distributions.Read(time), section.Value<bool>("cgo"), section.Value<bool>("blocking"));
    }

    private WaitOperation Wait(string place, SourceScalar? group)
    {
        if (group is not null) shared.Need("group", group.Text, group.Span, $"nobody starts a goroutine in group '{group.Text}'");
        return new WaitOperation(place, group?.Text);
    }

    private OperationSpec LockOrPool(string place, SourceScalar key, SourceNode value)
    {
        var section = key.Text == "acquire" ? SectionOf(key, value) : (Section?)null;
        var name = section?.Value<string>("pool") ?? Name(value);
        switch (key.Text)
        {
            case "lock":
                shared.Make("lock", name);
                return new LockOperation(place, name);
            case "rlock":
                shared.Make("read lock", name);
                return new ReadLockOperation(place, name);
            case "unlock":
                shared.Need("lock", name, value.Span, $"nobody locks '{name}'");
                return new UnlockOperation(place, name);
            case "runlock":
                shared.Need("read lock", name, value.Span, $"nobody locks '{name}' for reading");
                return new ReadUnlockOperation(place, name);
            case "release":
                shared.Need("pool", name, value.Span, $"nobody acquires from pool '{name}'");
                return new ReleaseOperation(place, name);
            case "acquire":
                shared.Make("pool", name);
                int? size = section!.Value.Has("size") ? section.Value.Value<int>("size") : null;
                if (size is { } given)
                {
                    shared.Size("pool", name, "size", given, section.Value.SpanOf("size"));
                    shared.Make("size of a pool", name);
                }

                shared.Need("size of a pool", name, section.Value.SpanOf("pool"), $"pool '{name}' has no size: say it once, as in 'acquire: {{ pool: {name}, size: 10 }}'");
                return new AcquireOperation(place, name, size, section.Value.Has("timeout") ? section.Value.Value<SimDuration>("timeout") : null);
            default: throw new InvalidOperationException($"No reader for operation '{key.Text}'.");
        }
    }
}
