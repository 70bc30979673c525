using GmpSim.Engine;
using GmpSim.GoRuntime;

namespace GmpSim.Load;

/// <summary>The handler as an event loop calls it: for one request of one connection, then for one of another.</summary>
internal sealed class LoopHandlerBody(GoProcess process, SharedObjects shared) : ProgramBody(process, shared)
{
    private ServerConnection _connection = null!;
    private RandomStream _stream = null!;
    private Request? _request;

    /// <summary>After the program's end: whether the connection is to be closed, because the request asks for it or the program has ended before its end.</summary>
    internal bool ClosesConnection => _request is null or { ClosesConnection: true } || !HasReachedEnd;

    private protected override RandomStream Stream => _stream;

    private protected override ServerConnection Connection => _connection;

    private protected override bool ClosesServed => false;

    private protected override Request? Request => _request;

    /// <summary>Stands before the next request of a connection.</summary>
    internal void Begin(GoroutineProgram handler, ServerConnection connection, RandomStream stream)
    {
        (_connection, _stream, _request) = (connection, stream, null);
        Rewind(handler);
    }

    private protected override void TakeRequest(Request request) => _request = request;
}
