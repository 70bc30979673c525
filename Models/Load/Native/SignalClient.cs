using GmpSim.Engine;
using GmpSim.Machine;
using GmpSim.Results;

namespace GmpSim.Load;

/// <summary>A client of kind <c>events</c>: it signals what the threads of an <c>epoll-threads</c> server watch.</summary>
/// <remarks>
/// Producers on the machine are threads that sleep until the next signal is due, without timer slack, or, without a rate, signal as fast as they can. Signals from
/// outside come by interrupts and cost their core what the kernel does for them. The n-th signal of a producer goes to its next descriptor in turn; with several
/// producers each has every n-th descriptor to itself where there are enough.
/// </remarks>
public sealed class SignalClient : IEventReceiver
{
    private const byte Due = 0;

    private readonly int _self;
    private readonly Host _host;
    private readonly IReadOnlyList<WatchedSource> _sources;
    private readonly Distribution _service;
    private readonly RandomStream _serviceStream;
    private readonly LoadRecorder _recorder;
    private readonly Stack<Request> _idle = new();
    private IArrivals? _arrivals;
    private Arrival _next;
    private int _turn;

    /// <summary>A client; nothing happens before it is started.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="sources">What it signals.</param>
    /// <param name="service">CPU time that handling takes.</param>
    /// <param name="recorder">Counts what becomes of the signals.</param>
    public SignalClient(Host host, IReadOnlyList<WatchedSource> sources, Distribution service, LoadRecorder recorder)
    {
        ArgumentNullException.ThrowIfNull(host);
        (_host, _sources, _service, _recorder) = (host, sources, service, recorder);
        _serviceStream = host.Simulation.Stream("service/events");
        _self = host.Simulation.Register(this);
    }

    /// <inheritdoc/>
    public string Name => "signals";

    /// <summary>CPU time of the producers.</summary>
    public ProcessAccount Account { get; } = new();

    /// <summary>Signals from outside the machine.</summary>
    public void StartOutside(IArrivals arrivals)
    {
        ArgumentNullException.ThrowIfNull(arrivals);
        _arrivals = arrivals;
        ScheduleNext();
    }

    /// <summary>Starts a producer on the machine.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="producers">How many there are.</param>
    /// <param name="allowed">CPUs that it may use.</param>
    /// <param name="arrivals">When it signals; <see langword="null"/> for as fast as it can.</param>
    public void StartProducer(int number, int producers, CpuSet allowed, IArrivals? arrivals)
    {
        var own = _sources.Where((_, index) => index % producers == number).ToArray();
        if (own.Length == 0) own = [_sources[number % _sources.Count]];
        _host.NewThread($"client/producer/{number}", Account, allowed).Start(thread => Produce(thread, own, arrivals), SimDuration.Zero, near: null);
    }

    /// <summary>A signal has been handled.</summary>
    public void Handled(Request request, SimTime at)
    {
        ArgumentNullException.ThrowIfNull(request);
        _recorder.Completed(request, at);
        _idle.Push(request);
    }

    /// <inheritdoc/>
    public string CodeName(byte code) => code == Due ? "due" : code.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public void Receive(in SimEvent occurrence)
    {
        var source = _turn++ % _sources.Count;
        _sources[source].SignalFromOutside(_host.Cores[source % _host.Cores.Count], Begin(_next.At)); // interrupts of devices are dealt over the cores
        ScheduleNext();
    }

    private void ScheduleNext()
    {
        _next = _arrivals!.Next();
        _host.Simulation.Schedule(_next.At, _self, Due);
    }

    private async Process Produce(KernelThread thread, WatchedSource[] own, IArrivals? arrivals)
    {
        for (var turn = 0; ; turn = (turn + 1) % own.Length)
        {
            var due = thread.LocalNow;
            if (arrivals is not null)
            {
                due = arrivals.Next().At;
                if (due > thread.LocalNow) await thread.BlockUntil(due);
            }

            await thread.Settle();
            own[turn].SignalFrom(thread, Begin(arrivals is null ? thread.LocalNow : due));
        }
    }

    private Request Begin(SimTime intendedStart)
    {
        if (!_idle.TryPop(out var request)) request = new(responseBytes: 0);
        request.Begin(intendedStart, requestBytes: 1, _service.Sample(_serviceStream), LatencyComponent.Client);
        return request;
    }
}
