using System.Globalization;
using System.Text.RegularExpressions;

namespace GmpSim.Calibration.Golang;

/// <summary>One line of <c>GODEBUG=schedtrace=N</c>, from a real program or a simulated one.</summary>
/// <remarks>Source: schedtrace in runtime/proc.go. Up to 1.19 without <c>needspinning</c>; from 1.25 with blanks within the brackets and the schedticks behind them. The runtime reads its counters without stopping anything.</remarks>
/// <param name="AtMs">Time since the first line [ms].</param>
/// <param name="Gomaxprocs">Number of Ps.</param>
/// <param name="IdlePs">Ps without an M.</param>
/// <param name="Threads">Ms there are, sysmon among them.</param>
/// <param name="SpinningThreads">Ms that look for work.</param>
/// <param name="IdleThreads">Ms that are parked; the one that waits in epoll_wait is none of them.</param>
/// <param name="GlobalQueue">Goroutines in the global run queue.</param>
/// <param name="LocalQueues">Goroutines in the ring of each P, runnext not counted.</param>
public sealed partial record SchedTraceLine(long AtMs, int Gomaxprocs, int IdlePs, int Threads, int SpinningThreads, int IdleThreads, int GlobalQueue, IReadOnlyList<int> LocalQueues)
{
    /// <summary>Reads a line; <see langword="null"/> when it is none of schedtrace.</summary>
    /// <param name="line">The line without its end.</param>
    public static SchedTraceLine? TryParse(string line)
    {
        var match = Layout().Match(line);
        if (!match.Success) return null;
        int Number(string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
        return new(
            long.Parse(match.Groups["at"].ValueSpan, CultureInfo.InvariantCulture), Number("ps"), Number("idle"), Number("threads"), Number("spinning"), Number("parked"), Number("global"),
            [.. match.Groups["local"].Value.Split(' ').Select(length => int.Parse(length, CultureInfo.InvariantCulture))]);
    }

    [GeneratedRegex(@"^SCHED (?<at>\d{1,15})ms: gomaxprocs=(?<ps>\d{1,9}) idleprocs=(?<idle>\d{1,9}) threads=(?<threads>\d{1,9}) spinningthreads=(?<spinning>\d{1,9})(?: needspinning=\d)? idlethreads=(?<parked>\d{1,9}) runqueue=(?<global>\d{1,9}) \[ ?(?<local>\d{1,9}(?: \d{1,9})*) ?\](?: schedticks=\[ [\d ]*\])?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Layout();
}
