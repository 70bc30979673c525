using GmpSim.Engine;
using GmpSim.GoRuntime;

namespace GmpSim.Load;

/// <summary>The goroutine of one connection (net/http, conn.serve): runs the handler for request after request, or once where the request closes the connection. Reused for one connection after another.</summary>
internal sealed class ConnectionBody : ProgramBody
{
    private readonly Stack<ConnectionBody> _idle;
    private ServerConnection _connection = null!;
    private RandomStream _stream = null!;
    private Request? _request;

    /// <summary>Creates a body without a connection; <see cref="Begin"/> gives it one.</summary>
    /// <param name="process">The process.</param>
    /// <param name="shared">What its goroutines share.</param>
    /// <param name="idle">Where it goes when its connection is closed.</param>
    internal ConnectionBody(GoProcess process, SharedObjects shared, Stack<ConnectionBody> idle)
        : base(process, shared) => _idle = idle;

    private protected override RandomStream Stream => _stream;

    private protected override ServerConnection Connection => _connection;

    private protected override Request? Request => _request;

    private protected override bool RepeatsWhenDone => _request is not { ClosesConnection: true } && !_connection.Socket.IsClosed;

    /// <summary>Becomes the goroutine of a new connection.</summary>
    internal ConnectionBody Begin(GoroutineProgram handler, ServerConnection connection, RandomStream stream)
    {
        (_connection, _stream, _request) = (connection, stream, null);
        Rewind(handler);
        return this;
    }

    private protected override void TakeRequest(Request request) => _request = request;

    private protected override void Done(WorkerThread m, Goroutine g) => _idle.Push(this); // its code returns at once, so nobody comes back to it as this goroutine
}
