using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.Machine;

/// <summary>What travels over a connection: the kernel looks at its size only.</summary>
public interface IMessage
{
    /// <summary>Bytes on the wire in the direction it is travelling.</summary>
    int SizeBytes { get; }

    /// <summary>Follows the request that the message belongs to.</summary>
    LatencyClock Clock { get; }

    /// <summary>The message lies in the receiver's socket, ready to be read.</summary>
    void Arrived(SimTime at);
}
