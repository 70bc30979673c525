namespace GmpSim.Benchmarks;

/// <summary>How far ahead events are scheduled.</summary>
public enum IncrementShape
{
    /// <summary>0 to 2 µs, equally likely.</summary>
    Uniform,

    /// <summary>Exponential, mean 1 µs.</summary>
    Exponential,

    /// <summary>Nine in ten within 100 ns, one in ten within 2 ms.</summary>
    Bimodal,

    /// <summary>Whole microseconds, nine in ten exactly one: many events at the same instant.</summary>
    Bursty,

    /// <summary>Half of them now, half within 1 µs.</summary>
    ZeroOrSoon,

    /// <summary>Pareto with shape 0.9 from 1 ns up: no mean, spans of every order of magnitude.</summary>
    Pareto,
}
