using System.Runtime.CompilerServices;

namespace GmpSim.Engine;

/// <summary>What the compiler calls to build an <see langword="async"/> <see cref="Process"/> method. Not for other use.</summary>
public struct ProcessMethodBuilder
{
    private ProcessFrame<Nothing>? _frame;

    /// <summary>The call, as its caller sees it.</summary>
    public readonly Process Task => new(_frame);

    /// <summary>A builder for one call.</summary>
    public static ProcessMethodBuilder Create() => default;

    /// <summary>Runs the method up to its first wait.</summary>
    public readonly void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => stateMachine.MoveNext();

    /// <summary>Part of the compiler's pattern; never called for pooled frames.</summary>
    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
    }

    /// <summary>The method has ended.</summary>
    public readonly void SetResult() => _frame?.Complete();

    /// <summary>The method has thrown.</summary>
    public void SetException(Exception exception)
    {
        if (_frame is null) _frame = new FailedFrame<Nothing>(exception);
        else _frame.Fail(exception);
    }

    /// <summary>The method waits.</summary>
    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : IProcessAwaiter
        where TStateMachine : IAsyncStateMachine => AwaitUnsafeOnCompleted(ref awaiter, ref stateMachine);

    /// <summary>The method waits: its state moves into a frame, and the awaiter is told whom to resume.</summary>
    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : IProcessAwaiter
        where TStateMachine : IAsyncStateMachine
    {
        if (_frame is null)
        {
            var frame = ProcessFrame<TStateMachine, Nothing>.Rent();
            _frame = frame; // before the copy: this builder is a field of the state machine
            frame.StateMachine = stateMachine;
        }

        awaiter.Suspend(_frame);
    }
}

/// <summary>What the compiler calls to build an <see langword="async"/> <see cref="Process{TResult}"/> method. Not for other use.</summary>
/// <typeparam name="TResult">What the method returns.</typeparam>
public struct ProcessMethodBuilder<TResult>
{
    private ProcessFrame<TResult>? _frame;
    private TResult _result;

    /// <summary>The call, as its caller sees it.</summary>
    public readonly Process<TResult> Task => _frame is null ? new(_result) : new(_frame);

    /// <summary>A builder for one call.</summary>
    public static ProcessMethodBuilder<TResult> Create() => default;

    /// <summary>Runs the method up to its first wait.</summary>
    public readonly void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => stateMachine.MoveNext();

    /// <summary>Part of the compiler's pattern; never called for pooled frames.</summary>
    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
    }

    /// <summary>The method has ended with a result.</summary>
    public void SetResult(TResult result)
    {
        if (_frame is null)
        {
            _result = result;
            return;
        }

        _frame.Result = result;
        _frame.Complete();
    }

    /// <summary>The method has thrown.</summary>
    public void SetException(Exception exception)
    {
        if (_frame is null) _frame = new FailedFrame<TResult>(exception);
        else _frame.Fail(exception);
    }

    /// <summary>The method waits.</summary>
    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : IProcessAwaiter
        where TStateMachine : IAsyncStateMachine => AwaitUnsafeOnCompleted(ref awaiter, ref stateMachine);

    /// <summary>The method waits: its state moves into a frame, and the awaiter is told whom to resume.</summary>
    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : IProcessAwaiter
        where TStateMachine : IAsyncStateMachine
    {
        if (_frame is null)
        {
            var frame = ProcessFrame<TStateMachine, TResult>.Rent();
            _frame = frame; // before the copy: this builder is a field of the state machine
            frame.StateMachine = stateMachine;
        }

        awaiter.Suspend(_frame);
    }
}
