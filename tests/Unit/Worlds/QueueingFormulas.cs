namespace GmpSim.Tests.Unit.Worlds;

/// <summary>Exact results of queueing theory, in units of the mean service time.</summary>
internal static class QueueingFormulas
{
    /// <summary>Mean wait of M/M/c (Erlang C, by the recursion of Erlang B).</summary>
    internal static double WaitOfErlangC(int servers, double utilisation)
    {
        var offered = servers * utilisation;
        var blocked = 1.0;
        for (var n = 1; n <= servers; n++) blocked = offered * blocked / (n + (offered * blocked));
        var waits = blocked / (1 - (utilisation * (1 - blocked)));
        return waits / (servers * (1 - utilisation));
    }

    /// <summary>Mean wait of M/G/1 (Pollaczek and Khinchine).</summary>
    internal static double WaitOfPollaczekKhinchine(double utilisation, double squaredVariation) =>
        utilisation * (1 + squaredVariation) / (2 * (1 - utilisation));

    /// <summary>Throughput and response time of one station with thinking customers (mean value analysis).</summary>
    internal static (double Throughput, double Response) MeanValueAnalysis(int customers, double think)
    {
        double queue = 0, throughput = 0, response = 0;
        for (var n = 1; n <= customers; n++)
        {
            response = 1 + queue;
            throughput = n / (think + response);
            queue = throughput * response;
        }

        return (throughput, response);
    }
}
