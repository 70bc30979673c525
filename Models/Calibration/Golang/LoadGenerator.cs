using System.Text;
using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;
using GmpSim.Engine;

namespace GmpSim.Calibration.Golang;

/// <summary>A closed loop of connections that are kept alive, on threads and epoll instances of its own: each sends its next request when it has the response.</summary>
/// <remarks>Raw system calls, because .NET's sockets have threads of their own that would be measured too.</remarks>
internal sealed class LoadGenerator : IDisposable
{
    private readonly List<LoadThread> _threads = [];
    private readonly LoadWindow _window = new();

    /// <summary>Connects and begins to send.</summary>
    /// <exception cref="GoRunException">The connections cannot be made.</exception>
    internal LoadGenerator(LoadOptions options)
    {
        try
        {
            for (var i = 0; i < options.Threads; i++) _threads.Add(new(options, (options.Connections + options.Threads - 1 - i) / options.Threads, _window));
        }
        catch (NativeException error)
        {
            Dispose();
            throw new GoRunException($"the load generator cannot connect: {error.Message}");
        }

        for (var i = 0; i < _threads.Count; i++) _threads[i].Start($"load/{i}");
    }

    /// <summary>Latency of the responses within the window; to be read after <see cref="Stop"/>.</summary>
    internal Histogram Latency
    {
        get
        {
            var all = new Histogram();
            foreach (var thread in _threads) all.Merge(thread.Latency);
            return all;
        }
    }

    /// <summary>Connections that broke.</summary>
    internal long Errors => _threads.Sum(thread => thread.Errors);

    /// <summary>A request of that many bytes, as small a one as HTTP allows for at least.</summary>
    internal static byte[] HttpRequest(int bytes)
    {
        const string start = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n";
        const string padding = "X: ";
        var rest = bytes - start.Length - "\r\n".Length - padding.Length - "\r\n".Length;
        return Encoding.ASCII.GetBytes(rest > 0 ? $"{start}{padding}{new string('x', rest)}\r\n\r\n" : $"{start}\r\n");
    }

    /// <summary>Responses count from now on.</summary>
    internal void OpenWindow() => _window.Open(Clock.Now());

    /// <summary>Responses count no longer.</summary>
    internal void CloseWindow() => _window.Close(Clock.Now());

    /// <summary>What its threads have counted.</summary>
    internal ThreadCounts Threads() => ThreadCounts.OfThreads(_threads.Select(thread => thread.ThreadId));

    /// <summary>Ends the load.</summary>
    /// <exception cref="GoRunException">The server answered with what it should not.</exception>
    internal void Stop()
    {
        _window.End();
        foreach (var thread in _threads) thread.Join();
    }

    public void Dispose()
    {
        try
        {
            Stop();
        }
        catch (GoRunException)
        {
            // Told already, or of no interest any more.
        }

        foreach (var thread in _threads) thread.Dispose();
    }
}
