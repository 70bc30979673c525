namespace GmpSim.Engine;

/// <summary>Millions of events happened at one instant: something in the simulated world goes round without using time.</summary>
public sealed class StalledClockException : UnrunnableException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="at">The instant at which the clock stands.</param>
    /// <param name="events">How many events have happened since, at least.</param>
    public StalledClockException(SimTime at, long events)
        : base($"The simulated clock stands still at {at}: more than {events} events at one instant. Something goes round without using time, for example a closed client without think time on a machine without costs.")
    {
    }
}
