using GmpSim.Engine;

namespace GmpSim.GoRuntime;

/// <summary>The simulated process has more threads than Go allows: a real one would crash here (thread exhaustion).</summary>
public sealed class ThreadExhaustionException : UnrunnableException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="at">When the limit was exceeded.</param>
    public ThreadExhaustionException(SimTime at)
        : base($"Thread exhaustion at {at}: the process exceeds Go's limit of {Threads.Most} threads and crashes. Every goroutine that is in a system call or locked to its thread needs one; let fewer of them be so at once, for example behind a pool.")
    {
    }
}
