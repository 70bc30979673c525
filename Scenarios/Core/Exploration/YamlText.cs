using System.Buffers;
using System.Text;
using GmpSim.Scenarios.Reading;

namespace GmpSim.Scenarios.Exploration;

/// <summary>Writes a tree of YAML: what fits a line in one line, the rest in blocks.</summary>
internal static class YamlText
{
    private const int LongestLine = 100;

    private static readonly SearchValues<char> s_special = SearchValues.Create(",[]{}#\n");

    /// <summary>The tree as the text of a file.</summary>
    internal static string Write(SourceNode root)
    {
        var text = new StringBuilder();
        WriteBlock(text, root, indent: 0);
        return text.ToString();
    }

    private static void WriteBlock(StringBuilder text, SourceNode node, int indent)
    {
        if (node is SourceMapping mapping)
        {
            foreach (var entry in mapping.Entries) WriteValue(text.Append(' ', indent).Append(Scalar(entry.Key)).Append(':'), entry.Value, indent);
        }
        else if (node is SourceSequence sequence)
        {
            foreach (var item in sequence.Items) WriteItem(text, item, indent);
        }
        else
        {
            text.Append(Flow(node)).Append('\n');
        }
    }

    private static void WriteValue(StringBuilder text, SourceNode value, int indent)
    {
        // The outermost levels are sections, which read better one below the other.
        var flow = Flow(value);
        if (indent >= 4 && indent + flow.Length <= LongestLine || value is SourceScalar || value.Size == 1) text.Append(' ').Append(flow).Append('\n');
        else WriteBlock(text.Append('\n'), value, indent + 2);
    }

    /// <summary>An entry of a list: what it has in its first line stands behind the dash.</summary>
    private static void WriteItem(StringBuilder text, SourceNode item, int indent)
    {
        var flow = Flow(item);
        var start = text.Length;
        if (indent + flow.Length <= LongestLine || item is not SourceMapping) text.Append(' ', indent + 2).Append(flow).Append('\n');
        else WriteBlock(text, item, indent + 2);
        text[start + indent] = '-';
    }

    private static string Flow(SourceNode node) => node switch
    {
        SourceMapping mapping => mapping.Entries.Count == 0 ? "{}" : $"{{ {string.Join(", ", mapping.Entries.Select(entry => $"{Scalar(entry.Key)}: {Flow(entry.Value)}"))} }}",
        SourceSequence sequence => $"[{string.Join(", ", sequence.Items.Select(Flow))}]",
        SourceScalar scalar => Scalar(scalar),
        _ => throw new ArgumentOutOfRangeException(nameof(node), node.GetType(), "No such kind of node."),
    };

    private static string Scalar(SourceScalar scalar)
    {
        var isPlain = scalar.IsPlain && scalar.Text.Length > 0 && !scalar.Text.AsSpan().ContainsAny(s_special);
        return isPlain ? scalar.Text : $"\"{scalar.Text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";
    }
}
