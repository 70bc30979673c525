using GmpSim.Engine;

namespace GmpSim.Scenarios.Spec;

/// <summary>Which channel of a name an operation means.</summary>
public enum ChannelAt
{
    /// <summary>The one that everybody shares: number 0.</summary>
    Shared,

    /// <summary>The one with the goroutine's own number in its <c>spawn</c>.</summary>
    Own,

    /// <summary>That of the next goroutine in the ring of its <c>spawn</c>.</summary>
    Next,

    /// <summary>That of the previous goroutine in the ring of its <c>spawn</c>.</summary>
    Previous,
}

/// <summary>A channel as an operation names it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Buffer">Its buffer [elements] as written here: wherever a scenario says it, it is the same; <see langword="null"/> where this operation does not.</param>
/// <param name="At">Which of the channels of that name.</param>
public sealed record ChannelUse(string Name, int? Buffer, ChannelAt At);

/// <summary><c>lock: NAME</c>: a <c>sync.Mutex</c>, or for writing a <c>sync.RWMutex</c> where the name is also read-locked.</summary>
public sealed record LockOperation(string Place, string Name) : OperationSpec(Place);

/// <summary><c>unlock: NAME</c>.</summary>
public sealed record UnlockOperation(string Place, string Name) : OperationSpec(Place);

/// <summary><c>rlock: NAME</c> (<c>sync.RWMutex</c>).</summary>
public sealed record ReadLockOperation(string Place, string Name) : OperationSpec(Place);

/// <summary><c>runlock: NAME</c>.</summary>
public sealed record ReadUnlockOperation(string Place, string Name) : OperationSpec(Place);

/// <summary><c>acquire: NAME</c> or <c>acquire: {pool: NAME, size: N, timeout: 4s}</c>.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Pool">Name of the pool or semaphore.</param>
/// <param name="Size">Its size, from 1, as written here: wherever a scenario says it, it is the same; <see langword="null"/> where this operation does not.</param>
/// <param name="Timeout">How long it waits; then the program ends, as by an error. <see langword="null"/> for as long as it takes.</param>
public sealed record AcquireOperation(string Place, string Pool, int? Size, SimDuration? Timeout) : OperationSpec(Place);

/// <summary><c>release: NAME</c>.</summary>
public sealed record ReleaseOperation(string Place, string Pool) : OperationSpec(Place);

/// <summary><c>send: CHANNEL</c> or <c>send: {channel: NAME, buffer: N, at: own}</c>.</summary>
public sealed record SendOperation(string Place, ChannelUse Channel) : OperationSpec(Place);

/// <summary><c>recv: CHANNEL</c> or <c>recv: {channel: NAME, buffer: N, at: own}</c>.</summary>
public sealed record ReceiveOperation(string Place, ChannelUse Channel) : OperationSpec(Place);

/// <summary><c>select: [{recv: jobs, do: [...]}, {after: 5ms}, default]</c>.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Cases">Its cases in the order of the file; at most one default.</param>
public sealed record SelectOperation(string Place, IReadOnlyList<SelectCaseSpec> Cases) : OperationSpec(Place);

/// <summary>One case of a <c>select</c>.</summary>
/// <param name="Kind">What it waits for.</param>
/// <param name="Channel">The channel of a send or receive; <see langword="null"/> otherwise.</param>
/// <param name="After">Time of an <c>after</c> (<c>time.After</c>); <see langword="null"/> otherwise.</param>
/// <param name="Body">What is done when it is taken; may be empty.</param>
public sealed record SelectCaseSpec(SelectCaseKind Kind, ChannelUse? Channel, Distribution? After, IReadOnlyList<OperationSpec> Body);

/// <summary>What a case of a <c>select</c> waits for.</summary>
public enum SelectCaseKind
{
    /// <summary>A send.</summary>
    Send,

    /// <summary>A receive.</summary>
    Receive,

    /// <summary>A time (<c>case &lt;-time.After(d)</c>).</summary>
    After,

    /// <summary>Nothing: taken when no other case is ready.</summary>
    Default,
}

/// <summary><c>wait</c> for the goroutine's own children, or <c>wait: GROUP</c> (<c>sync.WaitGroup</c>).</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Group">The group; <see langword="null"/> for the own children that are in no group.</param>
public sealed record WaitOperation(string Place, string? Group) : OperationSpec(Place);
