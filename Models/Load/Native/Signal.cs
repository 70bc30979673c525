using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.Load;

/// <summary>One event on its way through an <c>epoll-threads</c> server.</summary>
/// <param name="Request">Follows it for the figures; carries the time that handling it takes.</param>
/// <param name="ReadyAt">When it was there, in the kernel's eyes.</param>
/// <param name="Connection">The connection that a thread has accepted with it; <see langword="null"/> for other sources.</param>
internal readonly record struct Signal(Request Request, SimTime ReadyAt, TcpSocket? Connection = null);
