using System.Runtime.ExceptionServices;

namespace GmpSim.Engine;

/// <summary>A call that threw before it was ever suspended.</summary>
internal sealed class FailedFrame<TResult> : ProcessFrame<TResult>
{
    internal FailedFrame(Exception error) => Error = ExceptionDispatchInfo.Capture(error);

    public override void Resume() => throw new InvalidOperationException("A failed process cannot be resumed.");
}
