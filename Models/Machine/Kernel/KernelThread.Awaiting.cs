using GmpSim.Engine;

namespace GmpSim.Machine;

/// <content>What a thread's code waits for: a burst to pass, a burst that a signal may cut short, a sleep.</content>
public sealed partial class KernelThread
{
    /// <summary>Waits for a burst to pass, which may be one without length where the thread has only to be seen, or to give up its core.</summary>
    public readonly struct SettleAwaiter : IProcessAwaiter
    {
        private readonly KernelThread _thread;

        internal SettleAwaiter(KernelThread thread, bool mustWait)
        {
            _thread = thread;
            IsCompleted = !mustWait;
        }

        /// <summary>Whether there is nothing to wait for.</summary>
        public bool IsCompleted { get; }

        /// <summary>Makes the value awaitable.</summary>
        public SettleAwaiter GetAwaiter() => this;

        /// <summary>Nothing to return.</summary>
        public void GetResult()
        {
        }

        /// <inheritdoc/>
        public void Suspend(ProcessFrame frame)
        {
            _thread.Frame = frame;
            _thread.Core.BeginBurst(_thread);
        }

        /// <inheritdoc/>
        public void OnCompleted(Action continuation) => throw new NotSupportedException();

        /// <inheritdoc/>
        public void UnsafeOnCompleted(Action continuation) => throw new NotSupportedException();
    }

    /// <summary>Waits for a burst to pass or to be cut short.</summary>
    public readonly struct InterruptibleAwaiter : IProcessAwaiter
    {
        private readonly KernelThread _thread;

        internal InterruptibleAwaiter(KernelThread thread) => _thread = thread;

        /// <summary>Whether nothing is owed.</summary>
        public bool IsCompleted => _thread.Owed == SimDuration.Zero;

        /// <summary>Makes the value awaitable.</summary>
        public InterruptibleAwaiter GetAwaiter() => this;

        /// <summary>CPU time left undone; zero when the burst ran to its end.</summary>
        public SimDuration GetResult()
        {
            var left = _thread.Remaining;
            if (left > SimDuration.Zero)
            {
                _thread.Owing.Clear(); // the code decides what becomes of the rest
                _thread.SpendInKernel(_thread._host.Costs.SignalHandle);
            }

            _thread.Remaining = SimDuration.Zero;
            _thread.Interruptible = false;
            return left;
        }

        /// <inheritdoc/>
        public void Suspend(ProcessFrame frame)
        {
            _thread.Frame = frame;
            _thread.Interruptible = true;
            _thread.Core.BeginBurst(_thread);
        }

        /// <inheritdoc/>
        public void OnCompleted(Action continuation) => throw new NotSupportedException();

        /// <inheritdoc/>
        public void UnsafeOnCompleted(Action continuation) => throw new NotSupportedException();
    }

    /// <summary>Waits asleep.</summary>
    public readonly struct BlockAwaiter : IProcessAwaiter
    {
        private readonly KernelThread _thread;
        private readonly SimTime _deadline;

        internal BlockAwaiter(KernelThread thread, SimTime deadline)
        {
            _thread = thread;
            _deadline = deadline;
        }

        /// <summary>Whether a wake-up is already there.</summary>
        public bool IsCompleted => _thread.Owed == SimDuration.Zero && _thread.TakeWakeToken();

        /// <summary>Makes the value awaitable.</summary>
        public BlockAwaiter GetAwaiter() => this;

        /// <summary>Whether the time ran out before a wake-up came.</summary>
        public bool GetResult()
        {
            var timedOut = _thread.TimedOut;
            _thread.TimedOut = false;
            _thread._deadline = SimTime.MaxValue;
            return timedOut;
        }

        /// <inheritdoc/>
        public void Suspend(ProcessFrame frame)
        {
            var thread = _thread;
            thread.Frame = frame;
            thread.SetAlarm(_deadline == SimTime.MaxValue ? _deadline : SimTime.Max(_deadline, thread.LocalNow) + thread._host.TimerLateness());
            if (thread.Owed == SimDuration.Zero)
            {
                thread.Core.Sleep(thread);
                return;
            }

            thread.BlockAfterBurst = true;
            thread.Core.BeginBurst(thread);
        }

        /// <inheritdoc/>
        public void OnCompleted(Action continuation) => throw new NotSupportedException();

        /// <inheritdoc/>
        public void UnsafeOnCompleted(Action continuation) => throw new NotSupportedException();
    }
}
