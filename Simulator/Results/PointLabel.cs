using System.Text;

namespace GmpSim.Results;

/// <summary>The one-column name of a point, as tables write it: <c>gomaxprocs=4;netpoller=per-p</c>.</summary>
/// <remarks>A <c>;</c> or <c>\</c> inside a value is written behind a <c>\</c>, so that every label can be read back.</remarks>
public static class PointLabel
{
    /// <summary>The label of a point; empty without coordinates.</summary>
    public static string Format(IReadOnlyList<Coordinate> point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return string.Join(';', point.Select(c => $"{c.Name}={Escape(c.Value)}"));
    }

    /// <summary>The coordinates that a label names; their paths are their names, since a label does not keep the path.</summary>
    /// <exception cref="FormatException">A part of the label has no <c>=</c>.</exception>
    public static IReadOnlyList<Coordinate> Parse(string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        if (label.Length == 0) return [];
        return [.. Parts(label).Select(Coordinate)];
    }

    private static Coordinate Coordinate(string part)
    {
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0) throw new FormatException($"'{part}' is not name=value");
        var name = part[..equals];
        return new(name, name, part[(equals + 1)..]);
    }

    private static List<string> Parts(string label)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        for (var i = 0; i < label.Length; i++)
        {
            if (label[i] == '\\' && i + 1 < label.Length)
            {
                part.Append(label[++i]);
            }
            else if (label[i] == ';')
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else
            {
                part.Append(label[i]);
            }
        }

        parts.Add(part.ToString());
        return parts;
    }

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal);
}
