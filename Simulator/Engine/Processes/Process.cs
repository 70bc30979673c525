using System.Runtime.CompilerServices;

namespace GmpSim.Engine;

/// <summary>Sequential code of a simulated actor: an <see langword="async"/> method whose awaits let simulated time pass.</summary>
/// <remarks>
/// Await it at once and once, or start it with <see cref="Start"/>. There is no thread and no synchronisation
/// context behind it: an event resumes the method, and it runs until it waits again. Suspended calls live in pooled
/// frames, so a process that has reached its steady state allocates nothing. See docs/decisions/002-processes.md
/// for why models are written this way and what it costs.
/// </remarks>
[AsyncMethodBuilder(typeof(ProcessMethodBuilder))]
public readonly struct Process
{
    private readonly ProcessFrame<Nothing>? _frame;

    internal Process(ProcessFrame<Nothing>? frame) => _frame = frame;

    /// <summary>Lets the process run on its own: nobody waits for its end. An error in it ends the run.</summary>
    public void Start() => _frame?.Error?.Throw();

    /// <summary>Makes the call awaitable inside another process.</summary>
    public Awaiter GetAwaiter() => new(_frame);

    /// <summary>Waits for a <see cref="Process"/>.</summary>
    public readonly struct Awaiter : IProcessAwaiter
    {
        private readonly ProcessFrame<Nothing>? _frame;

        internal Awaiter(ProcessFrame<Nothing>? frame) => _frame = frame;

        /// <summary>Whether the call has already ended, without ever waiting.</summary>
        public bool IsCompleted => _frame is null || _frame.Error is not null;

        /// <summary>Throws what the call threw.</summary>
        public void GetResult() => _frame?.TakeResult();

        /// <inheritdoc/>
        public void Suspend(ProcessFrame frame) => _frame!.Caller = frame;

        /// <inheritdoc/>
        public void OnCompleted(Action continuation) => throw new NotSupportedException("Await a Process inside a Process only.");

        /// <inheritdoc/>
        public void UnsafeOnCompleted(Action continuation) => throw new NotSupportedException("Await a Process inside a Process only.");
    }
}

/// <summary>Sequential code of a simulated actor that ends with a result. See <see cref="Process"/>.</summary>
/// <typeparam name="TResult">What the method returns.</typeparam>
[AsyncMethodBuilder(typeof(ProcessMethodBuilder<>))]
public readonly struct Process<TResult>
{
    private readonly ProcessFrame<TResult>? _frame;
    private readonly TResult? _result;

    internal Process(ProcessFrame<TResult> frame)
    {
        _frame = frame;
        _result = default;
    }

    internal Process(TResult result)
    {
        _frame = null;
        _result = result;
    }

    /// <summary>Makes the call awaitable inside another process.</summary>
    public Awaiter GetAwaiter() => new(_frame, _result);

    /// <summary>Waits for a <see cref="Process{TResult}"/>.</summary>
    public readonly struct Awaiter : IProcessAwaiter
    {
        private readonly ProcessFrame<TResult>? _frame;
        private readonly TResult? _result;

        internal Awaiter(ProcessFrame<TResult>? frame, TResult? result)
        {
            _frame = frame;
            _result = result;
        }

        /// <summary>Whether the call has already ended, without ever waiting.</summary>
        public bool IsCompleted => _frame is null || _frame.Error is not null;

        /// <summary>The result, or throws what the call threw.</summary>
        public TResult GetResult() => _frame is null ? _result! : _frame.TakeResult();

        /// <inheritdoc/>
        public void Suspend(ProcessFrame frame) => _frame!.Caller = frame;

        /// <inheritdoc/>
        public void OnCompleted(Action continuation) => throw new NotSupportedException("Await a Process inside a Process only.");

        /// <inheritdoc/>
        public void UnsafeOnCompleted(Action continuation) => throw new NotSupportedException("Await a Process inside a Process only.");
    }
}
