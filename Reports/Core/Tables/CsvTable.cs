using System.Globalization;
using CsvHelper;
using GmpSim.Results;

namespace GmpSim.Reports.Tables;

/// <summary>One CSV file, row by row, with errors that name the place.</summary>
internal sealed class CsvTable : IDisposable
{
    private static readonly CsvReaderOptions s_options = new()
    {
        Separator = ',',
        TrackLineNumbers = true,
        FieldCountMismatch = CsvFieldCountHandling.Throw,
        MalformedData = CsvMalformedDataHandling.Throw,
        FormatProvider = CultureInfo.InvariantCulture,
    };

    private const NumberStyles Signed = NumberStyles.Float;

    private readonly string _file;
    private readonly CsvReader _csv;

    /// <summary>Opens a table and reads its header.</summary>
    /// <exception cref="TableException">The file cannot be opened, or has no header.</exception>
    public CsvTable(string file)
    {
        _file = file;
        try
        {
            _csv = CsvReader.FromFile(file, s_options);
            Header = [.. _csv.Headers];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw TableException.At(file, 1, 1, "GMP1001", "the file cannot be read", problem);
        }
        catch (CsvFormatException problem)
        {
            throw TableException.At(file, 1, 1, "GMP1003", "the first line is not a CSV header", problem);
        }
    }

    private string[] Header { get; }

    public void Dispose() => _csv.Dispose();

    public bool Has(IEnumerable<string> columns) => columns.All(c => Array.IndexOf(Header, c) >= 0);

    public bool NextRow()
    {
        try
        {
            return _csv.Read();
        }
        catch (CsvFormatException problem)
        {
            throw TableException.At(_file, (int)_csv.LineNumber, 1, "GMP1004", "the row does not have the columns of the header", problem);
        }
    }

    public string Text(string column)
    {
        var index = Array.IndexOf(Header, column);
        return index >= 0 ? _csv.GetString(index) : throw Error(column, "is missing");
    }

    /// <summary>The point of a row of <c>runs.csv</c>: whatever stands between <c>scenario</c> and <c>replication</c>.</summary>
    public IReadOnlyList<Coordinate> PointColumns()
    {
        var end = Array.IndexOf(Header, TableFiles.RunColumns[0]);
        var columns = Header.Index().Take(end).Skip(1);
        return [.. columns.Select(c => new Coordinate(c.Item, c.Item, _csv.GetString(c.Index))).Where(c => c.Value.Length > 0)];
    }

    public IReadOnlyList<Coordinate> Point()
    {
        try
        {
            return PointLabel.Parse(Text("point"));
        }
        catch (FormatException problem)
        {
            throw Error("point", problem.Message, problem);
        }
    }

    public double? NumberOrNull(string column)
    {
        // A table written by an older version lacks the newer metrics.
        if (!Has([column])) return null;
        var text = Text(column);
        if (text.Length == 0) return null;
        return double.TryParse(text, Signed, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw Error(column, $"'{text}' is not a number");
    }

    public double Number(string column) => NumberOrNull(column) ?? throw Error(column, "is empty");

    public long Count(string column) =>
        long.TryParse(Text(column), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Error(column, $"'{Text(column)}' is not a whole number from 0");

    /// <summary>A whole number from 0 to <paramref name="most"/>: a broken table must not make a reader fill the memory.</summary>
    public int Index(string column, int most) =>
        Count(column) is var number && number <= most ? (int)number : throw Error(column, $"'{number}' is more than {most}");

    public ulong Unsigned(string column) =>
        ulong.TryParse(Text(column), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Error(column, $"'{Text(column)}' is not a whole number from 0");

    public ulong Hexadecimal(string column) =>
        ulong.TryParse(Text(column), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Error(column, $"'{Text(column)}' is not a hexadecimal number");

    public decimal Fraction(string column) =>
        decimal.TryParse(Text(column), Signed, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Error(column, $"'{Text(column)}' is not a number");

    /// <summary>A column of nanoseconds as whole picoseconds.</summary>
    public long Picoseconds(string column)
    {
        var nanoseconds = Fraction(column);
        if (nanoseconds is < 0 or > long.MaxValue / 1000) throw Error(column, $"'{nanoseconds}' is out of range");
        return (long)(nanoseconds * 1000);
    }

    public TableException Error(string column, string problem, Exception? cause = null) =>
        TableException.At(
            _file, (int)_csv.LineNumber, Math.Max(1, Array.IndexOf(Header, column) + 1), "GMP1004", $"column '{column}' {problem}", cause);
}
