using GmpSim.Engine;
using GmpSim.Load;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Worlds;

/// <summary>When the requests or signals of a client start.</summary>
internal static class Arrivals
{
    /// <summary>One lane's part of a client's arrivals.</summary>
    /// <param name="world">Where random streams come from, and where arrivals count.</param>
    /// <param name="client">The client.</param>
    /// <param name="number">Its number.</param>
    /// <param name="lane">Number of the lane.</param>
    /// <param name="lanes">How many lanes share the client's rate.</param>
    /// <param name="anyConnection">Whether recorded arrivals take any connection, not the recorded one.</param>
    internal static IArrivals Of(World world, ClientSpec client, int number, int lane, int lanes, bool anyConnection = false) =>
        new CountedArrivals(Of(world.Simulation, client, number, lane, lanes, anyConnection), world.RecorderOf(client));

    private static IArrivals Of(Simulation simulation, ClientSpec client, int number, int lane, int lanes, bool anyConnection)
    {
        if (client.Kind == "replay") return Replay(client, lane, lanes, anyConnection);
        var plain = Plain(simulation, client, number, lane, lanes);
        return client.Script.Count == 0 ? plain : new ScriptedArrivals(plain, MeanGap(client.RatePerSecond, lanes), Script.Phases(client, lanes));
    }

    /// <summary>Mean time between two requests of a lane, of all lanes alike.</summary>
    internal static SimDuration MeanGap(double ratePerSecond, int lanes) => SimDuration.RoundedFromPicoseconds(1e12 / (ratePerSecond / lanes));

    private static IArrivals Plain(Simulation simulation, ClientSpec client, int number, int lane, int lanes)
    {
        var stream = simulation.Stream($"client/{number}/arrivals/{lane}");
        var rate = client.RatePerSecond / lanes;
        var meanGap = MeanGap(client.RatePerSecond, lanes);
        return client.Arrivals switch
        {
            "poisson" => new RenewalArrivals(new ExponentialDistribution(meanGap), SimTime.Zero, client.RequestBytes, stream),
            "uniform" => new RenewalArrivals(new ConstantDistribution(meanGap), SimTime.Zero + (meanGap * lane / lanes), client.RequestBytes, stream),
            "bursty" => new BurstyArrivals(rate, client.Burst, SimTime.Zero, client.RequestBytes, stream),
            _ => throw new InvalidOperationException($"Arrivals '{client.Arrivals}' are not modelled."),
        };
    }

    /// <summary>A lane's part of the recording: the recorded connections are dealt over the lanes.</summary>
    private static RecordedArrivals Replay(ClientSpec client, int lane, int lanes, bool anyConnection)
    {
        var (recording, length) = client.Replayed();
        var arrivals = recording.Where(recorded => recorded.Connection % lanes == lane)
            .Select(recorded => new Arrival(SimTime.Zero + recorded.At, anyConnection ? -1 : recorded.Connection / lanes, recorded.RequestBytes, recorded.Service));
        return new([.. arrivals], length, SimTime.Zero);
    }
}
