namespace GmpSim.Engine;

/// <summary>One of the two events at which two runs part.</summary>
/// <param name="At">When it happened.</param>
/// <param name="Receiver">Name of the component that received it.</param>
/// <param name="Code">Name of what happened.</param>
/// <param name="Subject">What it was about, as a number.</param>
public sealed record DivergingEvent(SimTime At, string Receiver, string Code, int Subject)
{
    /// <summary>For example <c>core/3 Dispatch 17 at 1.5ms</c>.</summary>
    public override string ToString() => $"{Receiver} {Code} {Subject} at {At}";
}
