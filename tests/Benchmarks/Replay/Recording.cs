using System.Globalization;
using GmpSim.Engine;

namespace GmpSim.Benchmarks;

/// <summary>What a real run asked of its pending-event set, read from a file of <see cref="ScheduleRecorder"/>.</summary>
public sealed class Recording
{
    private readonly List<(long EventsBefore, SimTime HappensAt)> _rows = [];

    private Recording()
    {
    }

    /// <summary>How many events were scheduled.</summary>
    public int Count => _rows.Count;

    /// <summary>Reads a recording.</summary>
    /// <exception cref="FormatException">The file is not a recording.</exception>
    public static Recording Read(string path)
    {
        var recording = new Recording();
        foreach (var line in File.ReadLines(path).Skip(1))
        {
            var fields = line.Split(',');
            if (fields.Length != 3) throw new FormatException($"{path}: '{line}' is not events_before,scheduled_ps,happens_ps.");
            recording._rows.Add((Number(fields[0]), SimTime.FromPicoseconds(Number(fields[2]))));
        }

        return recording;
    }

    /// <summary>Does to a fresh set what the run did to its own: the same additions, with the same takes in between.</summary>
    /// <returns>How many events were taken.</returns>
    public long Replay(PendingEventSetKind kind)
    {
        var set = PendingEventSets.Create(kind);
        var taken = 0L;
        var sequence = 0UL;
        foreach (var (before, happensAt) in _rows)
        {
            while (taken < before && set.TryTake(SimTime.MaxValue, out _)) taken++;
            set.Add(new SimEvent(happensAt, sequence++, 0, 0, 0));
        }

        while (set.TryTake(SimTime.MaxValue, out _)) taken++;
        return taken;
    }

    private static long Number(string field) => long.Parse(field, NumberStyles.None, CultureInfo.InvariantCulture);
}
