using GmpSim.Engine;
using GmpSim.Load;

namespace GmpSim.Scenarios.Spec;

/// <summary>What a <c>read</c> or <c>write</c> transfers, which also says over which connection.</summary>
public enum Transfer
{
    /// <summary>A request: read from the connection that is served, written to the one that was dialled.</summary>
    Request,

    /// <summary>A response: written to the connection that is served, read from the one that was dialled.</summary>
    Response,

    /// <summary>Bytes: over the dialled connection in a program that dials, otherwise over the one that is served.</summary>
    Bytes,
}

/// <summary><c>read</c>, <c>read: request</c>, <c>read: response</c> or <c>read: {bytes: SIZE, deadline: DURATION}</c>.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="What">What is read.</param>
/// <param name="Bytes">Size of the buffer: a longer message takes several calls; <see langword="null"/> for one that always suffices.</param>
/// <param name="Deadline">Time after which the read fails; <see langword="null"/> for none.</param>
public sealed record ReadOperation(string Place, Transfer What, int? Bytes, SimDuration? Deadline) : OperationSpec(Place);

/// <summary><c>write</c>, <c>write: response</c>, <c>write: request</c> or <c>write: {bytes: SIZE}</c>.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="What">What is written.</param>
/// <param name="Bytes">Size of the message; <see langword="null"/> for the one that the client or the service has.</param>
public sealed record WriteOperation(string Place, Transfer What, int? Bytes) : OperationSpec(Place);

/// <summary><c>accept: LISTENER</c>: takes a connection, which the next <c>spawn</c> hands over.</summary>
public sealed record AcceptOperation(string Place, string Listener) : OperationSpec(Place);

/// <summary><c>dial: SERVICE</c> or <c>dial: {to: SERVICE, rtt: DURATION, service: DISTRIBUTION}</c>.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="To">A listener of the process, or a service outside the machine.</param>
/// <param name="Rtt">Round-trip time to a service outside.</param>
/// <param name="Service">Time in which a service outside answers a request.</param>
/// <param name="ResponseBytes">Size of its responses.</param>
/// <param name="Keeps">Limits under which the connection is kept for later dials; <see langword="null"/> for closing it.</param>
public sealed record DialOperation(string Place, string To, SimDuration Rtt, Distribution Service, int ResponseBytes, IdleLimits? Keeps) : OperationSpec(Place);

/// <summary><c>close</c> (of the connection) or <c>close: {channel: NAME}</c>.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Channel">The channel; <see langword="null"/> for the connection.</param>
public sealed record CloseOperation(string Place, ChannelUse? Channel) : OperationSpec(Place);
