using System.Text;

namespace GmpSim.Calibration.Golang;

/// <summary>What a Go program writes to its standard error: lines of schedtrace, and complaints.</summary>
/// <remarks>It is read all the time, because the runtime holds the scheduler's lock while it prints a line: a full pipe would stop the program.</remarks>
internal sealed class GoErrorOutput
{
    private readonly Lock _lock = new();
    private readonly List<SchedTraceLine> _schedTrace = [];
    private readonly StringBuilder _complaints = new();
    private readonly Task _reading;

    internal GoErrorOutput(TextReader output) => _reading = ReadAll(output);

    /// <summary>How many lines of schedtrace have come so far.</summary>
    internal int SchedTraceCount
    {
        get
        {
            lock (_lock) return _schedTrace.Count;
        }
    }

    /// <summary>Some of the lines of schedtrace.</summary>
    /// <param name="from">Number of the first, from 0.</param>
    /// <param name="to">Number of the first that is not wanted.</param>
    internal IReadOnlyList<SchedTraceLine> SchedTrace(int from, int to)
    {
        lock (_lock) return [.. _schedTrace[from..to]];
    }

    /// <summary>Everything else that it has written, once it has ended; what there is until then if it does not end in time.</summary>
    internal string Complaints(TimeSpan atMost)
    {
        _ = _reading.Wait(atMost);
        lock (_lock) return _complaints.ToString().Trim();
    }

    private async Task ReadAll(TextReader output)
    {
        while (await output.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            lock (_lock)
            {
                if (SchedTraceLine.TryParse(line) is { } parsed) _schedTrace.Add(parsed);
                else _complaints.AppendLine(line);
            }
        }
    }
}
