using System.Text;

namespace GmpSim.Reports.Html;

/// <summary>Writes HTML line by line; every text that is not markup goes through <see cref="Escape"/>.</summary>
internal sealed class HtmlBuilder
{
    private readonly StringBuilder _html = new();

    public static string Escape(string text) => Markup.Escape(text);

    /// <summary>Writes markup as it is.</summary>
    public HtmlBuilder Raw(string markup)
    {
        _html.Append(markup).Append('\n');
        return this;
    }

    /// <summary>Writes an element with a text.</summary>
    public HtmlBuilder Element(string name, string text, string? style = null) =>
        Raw($"<{name}{(style is null ? "" : $" class=\"{style}\"")}>{Escape(text)}</{name}>");

    /// <summary>Begins a table; wide ones scroll inside their box, so that a narrow page does not.</summary>
    public HtmlBuilder TableStart(string caption, params IReadOnlyList<string> columns)
    {
        Raw("<div class=\"wide\"><table>").Element("caption", caption).Raw("<thead><tr>");
        foreach (var column in columns) Raw($"<th scope=\"col\">{Escape(column)}</th>");
        return Raw("</tr></thead>").Raw("<tbody>");
    }

    /// <summary>A row whose first cell is its header.</summary>
    public HtmlBuilder Row(params IReadOnlyList<string> cells)
    {
        Raw("<tr>").Raw($"<th scope=\"row\">{Escape(cells[0])}</th>");
        foreach (var cell in cells.Skip(1)) Raw($"<td>{Escape(cell)}</td>");
        return Raw("</tr>");
    }

    public HtmlBuilder TableEnd() => Raw("</tbody>").Raw("</table></div>");

    public override string ToString() => _html.ToString();
}
