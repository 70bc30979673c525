using GmpSim.Engine;

namespace GmpSim.Benchmarks;

/// <summary>A <see cref="CalendarQueue"/>, called directly.</summary>
internal readonly struct HeldCalendar : IHeldSet
{
    private readonly CalendarQueue _set;

    internal HeldCalendar(CalendarQueue set) => _set = set;

    public void Add(SimEvent occurrence) => _set.Add(occurrence);

    public bool TryTake(SimTime until, out SimEvent occurrence) => _set.TryTake(until, out occurrence);
}
