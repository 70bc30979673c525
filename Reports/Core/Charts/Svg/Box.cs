namespace GmpSim.Reports.Charts.Svg;

/// <summary>A rectangle on the canvas in pixels; y grows downwards.</summary>
internal readonly record struct Box(double Left, double Top, double Width, double Height)
{
    public double Right => Left + Width;

    public double Bottom => Top + Height;
}
