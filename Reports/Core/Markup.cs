using System.Text;

namespace GmpSim.Reports;

/// <summary>Text inside HTML and SVG.</summary>
internal static class Markup
{
    /// <summary>Escapes a text for content and for attributes in double quotes; what XML does not allow becomes U+FFFD.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '&': escaped.Append("&amp;"); break;
                case '<': escaped.Append("&lt;"); break;
                case '>': escaped.Append("&gt;"); break;
                case '"': escaped.Append("&quot;"); break;
                case '\'': escaped.Append("&#39;"); break;
                case '\t' or '\n' or '\r': escaped.Append(rune); break;
                case < ' ' or 0xFFFE or 0xFFFF: escaped.Append('\uFFFD'); break;
                default: escaped.Append(rune); break;
            }
        }

        return escaped.ToString();
    }
}
