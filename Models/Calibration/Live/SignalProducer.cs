using GmpSim.Calibration.Measuring;

namespace GmpSim.Calibration.Live;

/// <summary>A thread that signals what others watch.</summary>
/// <remarks>The n-th signal goes to its next descriptor in turn; with several producers each has every n-th descriptor to itself where there are enough.</remarks>
internal sealed class SignalProducer : ILiveClientThread
{
    private readonly LiveClient _client;
    private readonly SignalSource[] _own;
    private readonly LiveWindow _window;
    private readonly ulong _seed;
    private readonly int _number;

    internal SignalProducer(LiveClient client, int number, IReadOnlyList<SignalSource> sources, ulong seed, LiveWindow window)
    {
        (_client, _window, _seed, _number) = (client, window, seed, number);
        _own = [.. sources.Where((_, index) => index % client.Threads == number % client.Threads)];
        if (_own.Length == 0) _own = [sources[number % sources.Count]];
    }

    /// <inheritdoc/>
    public long Errors { get; private set; }

    /// <inheritdoc/>
    public void Run(LiveThread thread)
    {
        var arrivals = new ArrivalTimes(_client, _seed, _number, Clock.Now());
        for (var turn = 0; !_window.IsOver; turn = (turn + 1) % _own.Length)
        {
            var due = arrivals.Next();
            if (!PreciseWait.Until(due, _window)) return;
            if (!_own[turn].Signal(due == 0 ? Clock.Now() : due) && _window.IsMeasuring) Errors++;
        }
    }

    public void Dispose()
    {
    }
}
