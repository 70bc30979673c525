using GmpSim.Engine;
using GmpSim.GoRuntime;

namespace GmpSim.Load;

/// <summary>The goroutine of one keep-alive connection: runs the handler for request after request (net/http, conn.serve).</summary>
internal sealed class ConnectionBody : ProgramBody
{
    private Request? _request;

    internal ConnectionBody(GoProcess process, SharedObjects shared, GoroutineProgram handler, ServerConnection connection)
        : base(process, shared)
    {
        Connection = connection;
        Stream = new(process.Host.Simulation.Seed, "service/connection", (ulong)connection.Number);
        Rewind(handler);
    }

    private protected override RandomStream Stream { get; }

    private protected override ServerConnection Connection { get; }

    private protected override Request? Request => _request;

    private protected override bool RepeatsWhenDone => !Connection.Socket.IsClosed;

    private protected override void TakeRequest(Request request) => _request = request;
}
