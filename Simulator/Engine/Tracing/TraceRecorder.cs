using System.Globalization;

namespace GmpSim.Engine;

/// <summary>Keeps the events of a run: all of them, the first so many, or the last so many.</summary>
/// <remarks>
/// Set it as <see cref="Simulation.Observer"/>. An event costs a copy of 24 bytes into chunks that are allocated as
/// they are needed; names are looked up when the trace is written. A run without a recorder pays one branch an event.
/// </remarks>
public sealed class TraceRecorder : IEventObserver
{
    private const int ChunkBits = 12;
    private const int ChunkLength = 1 << ChunkBits;

    private readonly List<SimEvent[]> _chunks = [];
    private readonly long _capacity;
    private readonly bool _keepLast;

    private TraceRecorder(long capacity, bool keepLast)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
        _keepLast = keepLast;
    }

    /// <summary>A recorder that keeps every event.</summary>
    public static TraceRecorder OfAll() => new(long.MaxValue, keepLast: false);

    /// <summary>A recorder that keeps the first <paramref name="count"/> events.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    public static TraceRecorder OfFirst(long count) => new(count, keepLast: false);

    /// <summary>A recorder that keeps the last <paramref name="count"/> events.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    public static TraceRecorder OfLast(long count) => new(count, keepLast: true);

    /// <summary>How many events have been seen, kept or not.</summary>
    public long SeenCount { get; private set; }

    /// <summary>How many events are kept.</summary>
    public long Count => Math.Min(SeenCount, _capacity);

    /// <summary>A kept event, 0 being the earliest.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such event.</exception>
    public SimEvent this[long index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            var forgotten = _keepLast ? SeenCount - Count : 0;
            var slot = (forgotten + index) % _capacity;
            return _chunks[(int)(slot >> ChunkBits)][slot & (ChunkLength - 1)];
        }
    }

    /// <inheritdoc/>
    public void OnEvent(Simulation simulation, in SimEvent occurrence)
    {
        var slot = SeenCount++;
        if (slot >= _capacity)
        {
            if (!_keepLast) return;
            slot %= _capacity;
        }

        var chunk = (int)(slot >> ChunkBits);
        if (chunk == _chunks.Count) _chunks.Add(new SimEvent[ChunkLength]);
        _chunks[chunk][slot & (ChunkLength - 1)] = occurrence;
    }

    /// <summary>Writes the kept events as CSV: <c>sequence,t_ns,receiver,code,subject</c>, in the order they happened.</summary>
    /// <param name="output">Where to write; line ends are LF.</param>
    /// <param name="simulation">The run that was recorded: it knows the names.</param>
    /// <remarks><c>sequence</c> is the position in the order of scheduling; <c>t_ns</c> is exact, with up to three decimals.</remarks>
    public void WriteCsv(TextWriter output, Simulation simulation)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(simulation);
        output.Write("sequence,t_ns,receiver,code,subject\n");
        for (long index = 0; index < Count; index++)
        {
            var kept = this[index];
            var nanoseconds = (kept.At.Picoseconds / 1000m).ToString("0.###", CultureInfo.InvariantCulture);
            var receiver = Quoted(simulation.NameOf(kept.Receiver));
            var code = Quoted(simulation.CodeNameOf(kept.Receiver, kept.Code));
            output.Write(string.Create(CultureInfo.InvariantCulture, $"{kept.Sequence},{nanoseconds},{receiver},{code},{kept.Subject}\n"));
        }
    }

    private static string Quoted(string field) =>
        field.AsSpan().ContainsAny(",\"\r\n") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
