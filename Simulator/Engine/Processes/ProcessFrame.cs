using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace GmpSim.Engine;

/// <summary>A suspended call of a simulated process: what an event resumes.</summary>
public abstract class ProcessFrame
{
    /// <summary>The frame that awaits this one; <see langword="null"/> for the outermost call.</summary>
    internal ProcessFrame? Caller { get; set; }

    /// <summary>What went wrong in the call, for the caller to see.</summary>
    internal ExceptionDispatchInfo? Error { get; set; }

    /// <summary>Goes on where the process was suspended, and returns when it suspends again or ends.</summary>
    public abstract void Resume();

    /// <summary>Hands the frame back to its pool; it may be used again at once.</summary>
    internal virtual void Recycle()
    {
    }

    /// <summary>Called when the method has run to its end after having been suspended.</summary>
    internal void Complete()
    {
        var caller = Caller;
        if (caller is null) Recycle();
        else caller.Resume(); // the caller takes the result and recycles
    }

    /// <summary>Called when the method has thrown after having been suspended.</summary>
    internal void Fail(Exception error)
    {
        var caller = Caller;
        if (caller is null) ExceptionDispatchInfo.Throw(error);
        Error = ExceptionDispatchInfo.Capture(error);
        caller.Resume();
    }
}

/// <summary>A suspended call with a place for its result.</summary>
/// <typeparam name="TResult">What the call returns.</typeparam>
public abstract class ProcessFrame<TResult> : ProcessFrame
{
    /// <summary>The result, once complete.</summary>
    internal TResult? Result { get; set; }

    /// <summary>Takes the result (or throws the error) and recycles the frame.</summary>
    internal TResult TakeResult()
    {
        var result = Result!;
        var error = Error;
        Recycle();
        error?.Throw();
        return result;
    }
}

/// <summary>A suspended call of one particular method, pooled per thread so that a running simulation allocates nothing.</summary>
/// <typeparam name="TStateMachine">The compiler-made state machine of the method.</typeparam>
/// <typeparam name="TResult">What the method returns.</typeparam>
internal sealed class ProcessFrame<TStateMachine, TResult> : ProcessFrame<TResult>
    where TStateMachine : IAsyncStateMachine
{
    [ThreadStatic] private static ProcessFrame<TStateMachine, TResult>? s_free;

    private ProcessFrame<TStateMachine, TResult>? _nextFree;

    internal TStateMachine? StateMachine;

    internal static ProcessFrame<TStateMachine, TResult> Rent()
    {
        var frame = s_free;
        if (frame is null) return new();
        s_free = frame._nextFree;
        frame._nextFree = null;
        return frame;
    }

    public override void Resume() => StateMachine!.MoveNext();

    internal override void Recycle()
    {
        StateMachine = default;
        Result = default;
        Caller = null;
        Error = null;
        _nextFree = s_free;
        s_free = this;
    }
}
