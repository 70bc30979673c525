using System.Globalization;
using GmpSim.Engine;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Reading;

/// <summary>Reads tables of numbers that a scenario names: recordings, and values with weights.</summary>
/// <remarks>
/// The fields are whole numbers (weights: decimals), so that a line is split at its commas; a general CSV reader would not say
/// in which column of the line a bad number stands.
/// </remarks>
internal sealed class TableReader(ReadContext context)
{
    private const int LargestBytes = 64 << 20;
    private const int MostLines = 2_000_000;
    private const long LongestNs = 86_400_000_000_000;

    private readonly Dictionary<string, IReadOnlyList<RecordedArrival>> _recordings = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EmpiricalDistribution> _distributions = new(StringComparer.Ordinal);

    /// <summary>The tables read so far, by path.</summary>
    public IReadOnlyList<DataFile> Read => [.. _read.Select(table => new DataFile(table.Key, table.Value))];

    /// <summary>A recording: <c>t_ns,conn,request_bytes,service_ns</c>; empty where it cannot be used.</summary>
    /// <param name="path">Path relative to the scenario file.</param>
    /// <param name="span">The place that names it.</param>
    public IReadOnlyList<RecordedArrival> Recording(string path, SourceSpan span)
    {
        if (_recordings.TryGetValue(path, out var known)) return known;
        var arrivals = new List<RecordedArrival>();
        long first = -1, last = 0;
        ReadLines(path, span, ["t_ns", "conn", "request_bytes", "service_ns"], (source, line, fields) =>
        {
            if (!TryWhole(fields, 0, long.MaxValue / 1000, out var at) | !TryWhole(fields, 1, 1_000_000, out var connection)
                | !TryWhole(fields, 2, 1 << 30, out var bytes) | !TryWhole(fields, 3, LongestNs, out var service)) return;
            if (first < 0) first = at;
            if (at < last)
            {
                context.Problems.Error(Codes.TableOrder, fields[0].Span, $"arrivals must not go back in time: {at} follows {last}");
                return;
            }

            last = at;
            arrivals.Add(new RecordedArrival(SimDuration.FromNanoseconds(at - first), (int)connection, (int)bytes, SimDuration.FromNanoseconds(service)));
        });
        return _recordings[path] = arrivals;
    }

    /// <summary>An empirical distribution: <c>value_ns,weight</c>; a constant 0 where it cannot be used.</summary>
    /// <param name="path">Path relative to the scenario file.</param>
    /// <param name="span">The place that names it.</param>
    public EmpiricalDistribution Empirical(string path, SourceSpan span)
    {
        if (_distributions.TryGetValue(path, out var known)) return known;
        var rows = new List<(SimDuration Value, double Weight)>();
        ReadLines(path, span, ["value_ns", "weight"], (_, _, fields) =>
        {
            if (TryWhole(fields, 0, LongestNs, out var value) & TryWeight(fields[1], out var weight)) rows.Add((SimDuration.FromNanoseconds(value), weight));
        });

        // Ascending values: a larger draw gives a larger value, as with every other distribution.
        var sorted = rows.OrderBy(row => row.Value).ToArray();
        if (rows.Count > 0 && sorted.Sum(row => row.Weight) <= 0) context.Problems.Error(Codes.TableNumber, span, $"all weights in {Readable.Quoted(path)} are 0");
        if (sorted.Sum(row => row.Weight) <= 0) sorted = [(SimDuration.Zero, 1)];
        return _distributions[path] = new EmpiricalDistribution([.. sorted.Select(row => row.Value)], [.. sorted.Select(row => row.Weight)]);
    }

    private readonly record struct Field(SourceSpan Span, string Name, string Text);

    private void ReadLines(string path, SourceSpan span, string[] columns, Action<SourceText, int, Field[]> row)
    {
        var located = context.Located(path);
        var bytes = SourceFile.Bytes(located, path, span, LargestBytes, context.Problems);
        if (bytes is null || SourceFile.Decode(bytes, located, context.Problems) is not { } file) return;

        _read[located] = file.Hash;
        var source = file.Text;
        var header = string.Join(',', columns);
        if (source.Line(1)?.Trim() != header)
        {
            context.Problems.Error(Codes.TableHeader, new SourceSpan(source, 1, 1, Math.Max(1, source.Line(1)!.Length)), $"the first line must be '{header}'");
            return;
        }

        if (source.LineCount > MostLines)
        {
            context.Problems.Error(Codes.TableTooLarge, new SourceSpan(source, MostLines, 1, 1), $"more than {MostLines} lines");
            return;
        }

        var rows = 0;
        for (var line = 2; line <= source.LineCount && !context.Problems.IsFull; line++)
        {
            var text = source.Line(line)!;
            if (text.Length == 0 && line == source.LineCount) break;
            rows++;
            if (Fields(source, line, text, columns) is { } fields) row(source, line, fields);
        }

        if (rows == 0) context.Problems.Error(Codes.TableEmpty, new SourceSpan(source, 1, 1, 1), "no line follows the header");
    }

    private Field[]? Fields(SourceText source, int line, string text, string[] columns)
    {
        var parts = text.Split(',');
        if (parts.Length != columns.Length)
        {
            context.Problems.Error(Codes.TableFields, new SourceSpan(source, line, 1, Math.Max(1, text.Length)), $"{parts.Length} fields instead of {columns.Length} ({string.Join(',', columns)})");
            return null;
        }

        var fields = new Field[parts.Length];
        var column = 1;
        for (var i = 0; i < parts.Length; i++)
        {
            fields[i] = new Field(new SourceSpan(source, line, column, Math.Max(1, parts[i].Length)), columns[i], parts[i]);
            column += parts[i].Length + 1;
        }

        return fields;
    }

    private bool TryWhole(Field[] fields, int index, long max, out long value)
    {
        var field = fields[index];
        var isNumber = long.TryParse(field.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
        if (isNumber && value >= 0 && value <= max) return true;
        var why = isNumber ? $"must be from 0 to {max}" : "must be a whole number";
        context.Problems.Error(Codes.TableNumber, field.Span, $"'{field.Name}' {why}, not {Readable.Quoted(field.Text)}");
        return false;
    }

    private bool TryWeight(Field field, out double value)
    {
        if (double.TryParse(field.Text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value) && double.IsFinite(value)) return true;
        context.Problems.Error(Codes.TableNumber, field.Span, $"'{field.Name}' must be a number from 0 up, not {Readable.Quoted(field.Text)}");
        return false;
    }
}
