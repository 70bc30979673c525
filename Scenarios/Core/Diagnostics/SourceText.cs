namespace GmpSim.Scenarios.Diagnostics;

/// <summary>A text that problems point into: a file, or the overrides of a command line.</summary>
public sealed class SourceText
{
    private readonly string _text;
    private readonly List<int> _lineStarts = [0];

    /// <summary>A text under a name.</summary>
    /// <param name="name">What messages call it: the path as the user gave it, or for example <c>--set</c>.</param>
    /// <param name="text">The text itself.</param>
    public SourceText(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Name = name;
        _text = text;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n') _lineStarts.Add(i + 1);
        }
    }

    /// <summary>What messages call the text.</summary>
    public string Name { get; }

    /// <summary>The whole text.</summary>
    internal string Text => _text;

    /// <summary>Number of lines; a text without a line end has one.</summary>
    public int LineCount => _lineStarts.Count;

    /// <summary>A line without its end, by number from 1; <see langword="null"/> outside the text.</summary>
    public string? Line(int number)
    {
        if (number < 1 || number > _lineStarts.Count) return null;
        var start = _lineStarts[number - 1];
        var end = number < _lineStarts.Count ? _lineStarts[number] - 1 : _text.Length;
        return _text[start..end].TrimEnd('\r');
    }
}
