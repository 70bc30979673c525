using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GmpSim.Engine;

/// <summary>One pending or current event: when, for whom, what, about which subject.</summary>
/// <remarks>
/// 24 bytes, copied by value, never allocated. Sequence number and code share one word: the sequence stands above
/// the code, so comparing <c>(At, word)</c> compares <c>(At, Sequence)</c>, the one total order of a run.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
public readonly struct SimEvent : IEquatable<SimEvent>
{
    /// <summary>Number of bits of <see cref="Code"/>; codes run from 0 to 255 within one receiver.</summary>
    public const int CodeBits = 8;

    private readonly ulong _sequenceAndCode;

    internal SimEvent(SimTime at, ulong sequence, int receiver, byte code, int subject)
    {
        At = at;
        _sequenceAndCode = (sequence << CodeBits) | code;
        Receiver = receiver;
        Subject = subject;
    }

    /// <summary>When the event happens.</summary>
    public SimTime At { get; }

    /// <summary>Number of the component that receives it, given by <see cref="Simulation.Register"/>.</summary>
    public int Receiver { get; }

    /// <summary>What the receiver makes of it: an index, a generation number, nothing.</summary>
    public int Subject { get; }

    /// <summary>Position in the order of scheduling; breaks ties between events of one instant, first in first out.</summary>
    public ulong Sequence => _sequenceAndCode >> CodeBits;

    /// <summary>What happens, in the receiver's own numbering.</summary>
    public byte Code => (byte)_sequenceAndCode;

    /// <summary>Receiver, code and subject in one word, for the digest.</summary>
    internal ulong Identity => ((ulong)(uint)Receiver << 40) ^ ((ulong)Code << 32) ^ (uint)Subject;

    /// <summary>The word that orders events of one instant.</summary>
    internal ulong TieBreaker => _sequenceAndCode;

    /// <summary>Whether this event comes before another in the total order of a run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsBefore(in SimEvent other) =>
        At.Picoseconds < other.At.Picoseconds
        || (At.Picoseconds == other.At.Picoseconds && _sequenceAndCode < other._sequenceAndCode);

    /// <inheritdoc/>
    public bool Equals(SimEvent other) =>
        At == other.At && _sequenceAndCode == other._sequenceAndCode && Receiver == other.Receiver && Subject == other.Subject;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SimEvent other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked((int)_sequenceAndCode);

    /// <summary>Whether two events are the same in every field.</summary>
    public static bool operator ==(SimEvent left, SimEvent right) => left.Equals(right);

    /// <summary>Whether two events differ in a field.</summary>
    public static bool operator !=(SimEvent left, SimEvent right) => !left.Equals(right);
}
