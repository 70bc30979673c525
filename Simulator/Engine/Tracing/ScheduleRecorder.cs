using System.Globalization;

namespace GmpSim.Engine;

/// <summary>Records when every event was scheduled and for when: what a pending-event set had to do in a real run.</summary>
/// <remarks>
/// Set it as <see cref="Simulation.Observer"/> before the first event is scheduled. It needs no hook in scheduling: what
/// has been scheduled since the last event was scheduled by it. Benchmarks replay such recordings.
/// </remarks>
public sealed class ScheduleRecorder : IEventObserver
{
    private readonly List<Entry> _entries = [];
    private readonly int _capacity;
    private SimTime _lastEventAt;
    private long _happened;

    /// <summary>Creates a recorder of the first <paramref name="capacity"/> events scheduled.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is less than 1.</exception>
    public ScheduleRecorder(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
    }

    /// <summary>How many scheduled events are recorded.</summary>
    public int Count => _entries.Count;

    /// <inheritdoc/>
    public void OnEvent(Simulation simulation, in SimEvent occurrence)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        var scheduled = Math.Min(simulation.ScheduledCount, _capacity);
        while (_entries.Count < scheduled) _entries.Add(new Entry(_happened, _lastEventAt, SimTime.MaxValue));

        if (occurrence.Sequence < (ulong)_entries.Count)
        {
            var entry = _entries[(int)occurrence.Sequence];
            _entries[(int)occurrence.Sequence] = entry with { HappensAt = occurrence.At };
        }

        _happened++;
        _lastEventAt = occurrence.At;
    }

    /// <summary>Writes the recording as CSV, one row a scheduled event: <c>events_before,scheduled_ps,happens_ps</c>.</summary>
    /// <remarks>
    /// <c>events_before</c> is the number of events that had happened when it was scheduled: this makes a replay exact.
    /// An event that has not happened yet has the end of time as <c>happens_ps</c>.
    /// </remarks>
    public void WriteCsv(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write("events_before,scheduled_ps,happens_ps\n");
        foreach (var (before, scheduledAt, happensAt) in _entries)
            output.Write(string.Create(CultureInfo.InvariantCulture, $"{before},{scheduledAt.Picoseconds},{happensAt.Picoseconds}\n"));
    }

    private readonly record struct Entry(long EventsBefore, SimTime ScheduledAt, SimTime HappensAt);
}
