using GmpSim.Engine;
using GmpSim.Machine;
using GmpSim.Results;

namespace GmpSim.Load;

/// <summary>A server of kind <c>epoll-threads</c>: threads in epoll_wait, on one instance or each on its own.</summary>
/// <remarks>The main thread registers every descriptor, instance by instance, thread 0's first; so thread 0 is the oldest registration.</remarks>
public sealed class EpollServer
{
    private readonly Host _host;
    private readonly NativeServer _server;
    private readonly EpollServerOptions _options;
    private readonly IReadOnlyList<WatchedSource> _sources;
    private readonly EpollInstance[] _instances;
    private readonly Action<Request, SimTime> _handled;

    /// <summary>A server; nothing runs before <see cref="Start"/>.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="server">Its threads.</param>
    /// <param name="options">How they wait.</param>
    /// <param name="sources">What they watch.</param>
    /// <param name="handled">Told of every signal that is handled, and when.</param>
    public EpollServer(Host host, NativeServer server, EpollServerOptions options, IReadOnlyList<WatchedSource> sources, Action<Request, SimTime> handled)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(options);
        (_host, _server, _options, _sources, _handled) = (host, server, options, sources, handled);
        _instances = [.. Enumerable.Range(0, options.InstanceForEach ? server.Threads : 1).Select(_ => new EpollInstance(host, server.Account))];
    }

    /// <summary>Starts the server.</summary>
    public void Start() => _server.Start(Register, Work, _options.StartsLastFirst);

    private async Process Register(KernelThread main)
    {
        foreach (var source in _sources) main.TryOpen(source.Descriptor);
        for (var i = 0; i < _instances.Length; i++)
        {
            for (var d = 0; d < _sources.Count; d++)
            {
                if (!_options.SharesDescriptors && d % _instances.Length != i) continue;
                _instances[i].Add(main, new(_sources[d].Descriptor, _sources[d], _options.Trigger, PollMask.In));
                await main.Settle();
            }
        }
    }

    private async Process Work(int number, KernelThread thread)
    {
        var epoll = _instances[number % _instances.Length];
        var events = new EpollEvent[_options.MaxEvents];
        var taken = new List<Signal>();
        while (true)
        {
            var count = await epoll.Wait(thread, events, SimTime.MaxValue);
            for (var i = 0; i < count; i++)
            {
                thread.Spend(_options.ReadDelay);
                await Handle(number, thread, events[i].Item, taken);
            }
        }
    }

    private async Process Handle(int number, KernelThread thread, EpollItem item, List<Signal> taken)
    {
        var source = (WatchedSource)item.Tag;
        var readsUntilEmpty = source.HoldsSeveral && (_options.Trigger & EpollTrigger.EdgeTriggered) != EpollTrigger.None;
        do
        {
            await thread.Settle();
            if (_options.Reads) source.Read(thread, taken);
            else source.TakeUnread(taken);
            if (taken.Count == 0) break;
            await Serve(number, thread, source, taken);
        }
        while (readsUntilEmpty && _options.Reads);

        if ((_options.Trigger & EpollTrigger.OneShot) == EpollTrigger.None) return;
        await thread.Settle();
        item.Epoll!.Modify(thread, item, PollMask.In);
    }

    /// <summary>One read is handled once, however many signals it took.</summary>
    private async Process Serve(int number, KernelThread thread, WatchedSource source, List<Signal> taken)
    {
        foreach (var signal in taken)
        {
            _server.Taken(number, thread.LocalNow - signal.ReadyAt);
            signal.Request.Clock.Enter(LatencyComponent.Running, thread.LocalNow);
        }

        thread.Spend(taken[0].Request.RecordedService);
        await thread.Settle();
        foreach (var signal in taken)
        {
            if (signal.Connection is { } connection) source.Close(thread, connection);
            _handled(signal.Request, thread.LocalNow);
        }

        taken.Clear();
    }
}
