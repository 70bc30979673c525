namespace GmpSim.Load;

/// <summary>Arrivals that are counted as offered.</summary>
/// <remarks>An arrival counts when the one before it is over, since clients ask for one ahead: so each client is at most one off, at both ends of the window.</remarks>
/// <param name="arrivals">The arrivals.</param>
/// <param name="recorder">Where they count.</param>
public sealed class CountedArrivals(IArrivals arrivals, LoadRecorder recorder) : IArrivals
{
    /// <inheritdoc/>
    public Arrival Next()
    {
        recorder.Offered();
        return arrivals.Next();
    }
}
