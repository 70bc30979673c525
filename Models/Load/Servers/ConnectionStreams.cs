using GmpSim.Engine;

namespace GmpSim.Load;

/// <summary>Where the handlers of a server draw from: a stream for each number of a connection, so that the next connection of a client's place goes on where the last one stopped.</summary>
internal sealed class ConnectionStreams(Simulation simulation)
{
    private readonly List<RandomStream?> _streams = [];

    /// <summary>The stream of a connection.</summary>
    internal RandomStream Of(int connection)
    {
        while (_streams.Count <= connection) _streams.Add(null);
        return _streams[connection] ??= new(simulation.Seed, "service/connection", (ulong)connection);
    }
}
