using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Results;

namespace GmpSim.Load;

/// <summary>Arrivals of a <c>tasks</c> server: each is a goroutine that runs the handler, without a network.</summary>
public sealed class TaskClient : IEventReceiver
{
    private const byte Due = 0;
    private const byte Completed = 1;

    private readonly int _self;
    private readonly GoProcess _process;
    private readonly SharedObjects _shared;
    private readonly GoroutineProgram _handler;
    private readonly TrafficLane _lane;
    private readonly LoadRecorder _recorder;
    private readonly RandomStream? _placement;
    private readonly Stack<TaskBody> _idleBodies = new();
    private readonly Queue<TaskBody> _completed = new();
    private readonly LaneAlarm _alarm;
    private long _started;

    /// <summary>Creates the source of tasks.</summary>
    /// <param name="process">The Go process.</param>
    /// <param name="shared">What its goroutines share.</param>
    /// <param name="handler">What a task does.</param>
    /// <param name="lane">When tasks start.</param>
    /// <param name="recorder">Where completions are counted.</param>
    /// <param name="randomPlacement">Whether a task starts in the local queue of a random P, not in the global queue.</param>
    public TaskClient(GoProcess process, SharedObjects shared, GoroutineProgram handler, TrafficLane lane, LoadRecorder recorder, bool randomPlacement)
    {
        ArgumentNullException.ThrowIfNull(process);
        _process = process;
        _shared = shared;
        _handler = handler;
        _lane = lane;
        _recorder = recorder;
        _placement = randomPlacement ? process.Host.Simulation.Stream("client/placement") : null;
        _self = process.Host.Simulation.Register(this);
        _alarm = new(process.Host.Simulation, _self, Due);
    }

    /// <inheritdoc/>
    public string Name => "task-client";

    private SimTime Now => _process.Host.Simulation.Now;

    /// <summary>Begins to submit tasks.</summary>
    public void Start() => _alarm.Set(_lane.NextDue);

    /// <inheritdoc/>
    public string CodeName(byte code) => code switch
    {
        Due => "due",
        Completed => "completed",
        _ => code.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <inheritdoc/>
    public void Receive(in SimEvent occurrence)
    {
        switch (occurrence.Code)
        {
            case Due: if (_alarm.Rings(in occurrence)) OnDue(); break;
            case Completed: OnCompleted(); break;
            default: throw new InvalidOperationException($"{Name} got event code {occurrence.Code}.");
        }
    }

    private void OnDue()
    {
        while (_lane.TryTakeDue(Now, out var customer)) Submit(customer!);
        _alarm.Set(_lane.NextDue);
    }

    private void Submit(ClientConnection customer)
    {
        if (!_idleBodies.TryPop(out var body)) body = new(_process, _shared, OnDone);
        body.Begin(_handler, customer, _started++);
        if (_placement is null) _process.SubmitToGlobal(body, customer.Request.Clock);
        else _process.SubmitToLocal(_process.Processors[_placement.NextBelow(_process.Processors.Count)], body, customer.Request.Clock);
    }

    /// <summary>On the M: the bookkeeping follows by an event, when the goroutine has left the M.</summary>
    private void OnDone(TaskBody body, SimTime at)
    {
        if (body.HasFailed) _recorder.Failed();
        else _recorder.Completed(body.Customer.Request, at);
        _completed.Enqueue(body);
        _process.Host.Simulation.Schedule(at, _self, Completed);
    }

    private void OnCompleted()
    {
        var body = _completed.Dequeue();
        var customer = body.Customer;
        _idleBodies.Push(body);
        if (_lane.Freed(customer, Now)) Submit(customer);
        else _alarm.Set(_lane.NextDue);
    }
}
