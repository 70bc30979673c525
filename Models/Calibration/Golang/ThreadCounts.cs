using System.Globalization;

namespace GmpSim.Calibration.Golang;

/// <summary>How often the threads of a process have given their cores up and lost them.</summary>
/// <param name="Threads">How many threads there are.</param>
/// <param name="Voluntary">Times one slept or ended.</param>
/// <param name="Involuntary">Times one was preempted.</param>
/// <remarks>Source: voluntary_ctxt_switches and nonvoluntary_ctxt_switches of /proc/PID/task/TID/status. What threads that have ended had counted is gone; Ms seldom end.</remarks>
internal sealed record ThreadCounts(int Threads, long Voluntary, long Involuntary)
{
    /// <summary>All threads of a process.</summary>
    /// <param name="process">Its id.</param>
    internal static ThreadCounts OfProcess(int process) => Sum(Directory.EnumerateDirectories(Tasks(process)));

    /// <summary>Some threads of this process.</summary>
    /// <param name="threads">Their ids, as the kernel numbers them.</param>
    internal static ThreadCounts OfThreads(IEnumerable<int> threads) => Sum(threads.Select(thread => Path.Combine(Tasks(Environment.ProcessId), $"{thread}")));

    /// <summary>Reads one status file.</summary>
    internal static ThreadCounts Parse(IEnumerable<string> lines)
    {
        long voluntary = 0, involuntary = 0;
        foreach (var line in lines)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0) continue;
            if (line.AsSpan(0, colon) is "voluntary_ctxt_switches") voluntary = Number(line, colon);
            else if (line.AsSpan(0, colon) is "nonvoluntary_ctxt_switches") involuntary = Number(line, colon);
        }

        return new(1, voluntary, involuntary);
    }

    /// <summary>Both together.</summary>
    internal ThreadCounts Plus(ThreadCounts other) => new(Threads + other.Threads, Voluntary + other.Voluntary, Involuntary + other.Involuntary);

    private static string Tasks(int process) => $"/proc/{process}/task";

    private static long Number(string line, int colon) => long.TryParse(line.AsSpan(colon + 1).Trim(), CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static ThreadCounts Sum(IEnumerable<string> folders)
    {
        var sum = new ThreadCounts(0, 0, 0);
        foreach (var folder in folders)
        {
            try
            {
                sum = sum.Plus(Parse(File.ReadLines(Path.Combine(folder, "status"))));
            }
            catch (IOException)
            {
                // The thread has just ended.
            }
        }

        return sum;
    }
}
