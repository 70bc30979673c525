using GmpSim.Engine;

namespace GmpSim.Load;

/// <summary>A mark that programs leave in the event trace: an event that changes nothing, named after the mark.</summary>
internal sealed class TraceMark : IEventReceiver
{
    private readonly Simulation _simulation;
    private readonly string _text;
    private readonly int _self;

    internal TraceMark(Simulation simulation, string text)
    {
        _simulation = simulation;
        _text = text;
        _self = simulation.Register(this);
    }

    /// <inheritdoc/>
    public string Name => "log";

    /// <inheritdoc/>
    public string CodeName(byte code) => _text;

    /// <summary>Leaves the mark at this instant; its subject is the goroutine's number.</summary>
    internal void Leave(long goroutine) => _simulation.Schedule(_simulation.Now, _self, 0, (int)goroutine);

    /// <inheritdoc/>
    public void Receive(in SimEvent occurrence)
    {
    }
}
