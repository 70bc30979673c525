using GmpSim.GoRuntime;
using GmpSim.Machine;

namespace GmpSim.Load;

/// <summary>The server's end of a connection.</summary>
/// <param name="Number">Number of the connection.</param>
/// <param name="Socket">Its socket.</param>
/// <param name="PollDesc">Its poll state.</param>
internal sealed record ServerConnection(int Number, TcpSocket Socket, PollDesc PollDesc);
