using System.Runtime.CompilerServices;

namespace GmpSim.Engine;

/// <summary>Something a simulated process can wait for.</summary>
/// <remarks>Only these can be awaited in a <see cref="Process"/>: simulated time passes at an await and nowhere else.</remarks>
public interface IProcessAwaiter : ICriticalNotifyCompletion
{
    /// <summary>Remembers the suspended process, to be resumed by an event.</summary>
    void Suspend(ProcessFrame frame);
}
