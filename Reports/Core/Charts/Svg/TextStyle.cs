namespace GmpSim.Reports.Charts.Svg;

/// <summary>How a text looks.</summary>
internal sealed record TextStyle(double Size, string Fill, bool Bold = false)
{
    public static readonly TextStyle Title = new(16, Palette.Ink, Bold: true);
    public static readonly TextStyle Subtitle = new(12, Palette.SoftInk);
    public static readonly TextStyle PanelTitle = new(12.5, Palette.Ink, Bold: true);
    public static readonly TextStyle Legend = new(12, Palette.Ink);
    public static readonly TextStyle Label = new(12, Palette.Ink);
    public static readonly TextStyle Tick = new(11, Palette.SoftInk);
    public static readonly TextStyle Note = new(11, Palette.SoftInk);

    public double LineHeight => Math.Ceiling(Size * 1.35);

    public double Width(string text) => TextMetrics.Width(text, Size, Bold);

    public string Fit(string text, double width) => TextMetrics.Fit(text, width, Size, Bold);
}
