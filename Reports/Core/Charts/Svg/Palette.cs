using System.Globalization;

namespace GmpSim.Reports.Charts.Svg;

/// <summary>The colours of the pictures.</summary>
internal static class Palette
{
    public const string Paper = "#ffffff";
    public const string Ink = "#1a1a1a";
    public const string SoftInk = "#555555";
    public const string Axis = "#8a8a8a";
    public const string Grid = "#e4e4e4";
    public const string Band = "#eef3f6";

    /// <summary>Distinct colours that stay apart for colour-blind readers.</summary>
    /// <remarks>Source: Okabe and Ito, "Color Universal Design" (2008), without the yellow that white paper swallows.</remarks>
    private static readonly string[] s_distinct = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#333333"];

    /// <summary>Every tenth of a map whose equal steps look equally large, in grey too.</summary>
    /// <remarks>Source: viridis by van der Walt and Smith (2015, CC0).</remarks>
    private static readonly (byte R, byte G, byte B)[] s_viridis =
    [
        (68, 1, 84), (72, 36, 117), (65, 68, 135), (53, 95, 141), (42, 120, 142), (33, 145, 140),
        (34, 168, 132), (68, 191, 112), (122, 209, 81), (189, 223, 38), (253, 231, 37),
    ];

    /// <summary>How many distinct colours there are.</summary>
    public static int DistinctCount => s_distinct.Length;

    public static string Distinct(int index) => s_distinct[index % s_distinct.Length];

    /// <summary>The colour of a level from 0 (light) to 1 (dark): on white paper, more ink means more.</summary>
    public static string Sequential(double level)
    {
        var position = (1 - Math.Clamp(level, 0, 1)) * (s_viridis.Length - 1);
        var index = Math.Min((int)position, s_viridis.Length - 2);
        var (from, to, part) = (s_viridis[index], s_viridis[index + 1], position - index);
        return Hex(Mixed(from.R, to.R, part), Mixed(from.G, to.G, part), Mixed(from.B, to.B, part));
    }

    /// <summary>The colour of member <paramref name="index"/> of an ordered family, without the pale end: a line needs contrast.</summary>
    public static string Ordered(int index, int count) => Sequential(count < 2 ? 0.75 : 0.22 + (0.78 * index / (count - 1)));

    /// <summary>Ink or paper, whichever stands out more on <paramref name="colour"/> (relative luminance as WCAG 2 defines it).</summary>
    public static string TextOn(string colour)
    {
        var luminance = (0.2126 * Linear(colour[1..3])) + (0.7152 * Linear(colour[3..5])) + (0.0722 * Linear(colour[5..7]));

        // Contrast with white is 1.05 / (L + 0.05), with black (L + 0.05) / 0.05; they are equal at L = 0.179.
        return luminance > 0.179 ? Ink : Paper;
    }

    private static double Linear(string hex)
    {
        var channel = int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return channel <= 0.04045 ? channel / 12.92 : Math.Pow((channel + 0.055) / 1.055, 2.4);
    }

    private static byte Mixed(byte from, byte to, double part) => (byte)Math.Round(from + ((to - from) * part));

    private static string Hex(byte r, byte g, byte b) => string.Create(CultureInfo.InvariantCulture, $"#{r:x2}{g:x2}{b:x2}");
}
