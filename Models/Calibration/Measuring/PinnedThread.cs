using System.Runtime.ExceptionServices;

namespace GmpSim.Calibration.Measuring;

/// <summary>A dedicated thread bound to one CPU.</summary>
/// <remarks>A background thread, so that it never keeps the process alive. What it throws is thrown again by whoever joins it.</remarks>
internal sealed class PinnedThread
{
    private readonly Thread _thread;
    private ExceptionDispatchInfo? _failure;
    private bool _isPlaced;

    private PinnedThread(string name, int? cpu, Action body) => _thread = new Thread(() => Run(cpu, body)) { IsBackground = true, Name = name };

    /// <summary>Whether the kernel let the thread be bound; known when the body begins.</summary>
    internal bool IsPinned { get; private set; }

    /// <summary>Whether the body has ended.</summary>
    internal bool HasEnded => !_thread.IsAlive;

    /// <summary>Starts a thread; it is on its CPU when this returns.</summary>
    /// <param name="name">Its name, 15 characters of which the kernel shows.</param>
    /// <param name="cpu">The CPU to bind it to; <see langword="null"/> leaves it free.</param>
    /// <param name="body">What it does.</param>
    internal static PinnedThread Start(string name, int? cpu, Action body)
    {
        var thread = new PinnedThread(name, cpu, body);
        thread._thread.Start();

        // It is born on the CPUs of whoever starts it: one that goes on computing would keep it from moving to its own for a slice.
        while (!Volatile.Read(ref thread._isPlaced)) Thread.Yield();
        return thread;
    }

    /// <summary>Waits for the end of the body.</summary>
    internal void Join()
    {
        _thread.Join();
        _failure?.Throw();
    }

    /// <summary>Waits for the end of the body, but not longer than that.</summary>
    internal bool Join(TimeSpan atMost)
    {
        if (!_thread.Join(atMost)) return false;
        _failure?.Throw();
        return true;
    }

    private void Run(int? cpu, Action body)
    {
        try
        {
            IsPinned = cpu is { } wanted && Affinity.TryPin(wanted);
            Volatile.Write(ref _isPlaced, true);
            body();
        }
#pragma warning disable CA1031 // An exception on a thread of its own would end the process: it belongs to whoever joins.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _failure = ExceptionDispatchInfo.Capture(error);
            Volatile.Write(ref _isPlaced, true);
        }
    }
}
