using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.Load;

/// <summary>Looks at a service from time to time and sets its number of replicas (HorizontalController).</summary>
/// <remarks>
/// A look sees what each replica has used since the look before, exactly and at once. Left out: the metrics pipeline, whose figures are up to a scrape and a window old; rounding to
/// millicores; the five minutes after a pod's start (--horizontal-pod-autoscaler-cpu-initialization-period) in which a figure from before it was ready counts as missing, which here is
/// always so: a replica counts once it has been ready for a whole period.
/// </remarks>
public sealed class HorizontalAutoscaler : IEventReceiver
{
    private const byte Sync = 0;

    private readonly Simulation _simulation;
    private readonly ReplicaSet _replicas;
    private readonly ScalingRule _rule;
    private readonly LoadPeriod _load;
    private readonly SimDuration _period;
    private readonly SimDuration _requestedEach;
    private readonly List<ReplicaSample> _samples = [];
    private readonly int _self;

    /// <summary>Creates an autoscaler; <see cref="Start"/> sets it going.</summary>
    /// <param name="simulation">The run.</param>
    /// <param name="replicas">The replicas.</param>
    /// <param name="rule">How many there should be.</param>
    /// <param name="load">What clients see of the service.</param>
    /// <param name="period">Time between two looks (--horizontal-pod-autoscaler-sync-period, 15 s by default).</param>
    /// <param name="requestedEach">CPU time that a replica requests for a period.</param>
    public HorizontalAutoscaler(Simulation simulation, ReplicaSet replicas, ScalingRule rule, LoadPeriod load, SimDuration period, SimDuration requestedEach)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        (_simulation, _replicas, _rule, _load, _period, _requestedEach) = (simulation, replicas, rule, load, period, requestedEach);
        _self = simulation.Register(this);
    }

    /// <inheritdoc/>
    public string Name => "autoscaler";

    /// <summary>What it has seen, look by look.</summary>
    public IReadOnlyList<ReplicaSample> Samples => _samples;

    /// <summary>Sets it going.</summary>
    public void Start() => _simulation.ScheduleAfter(_period, _self, Sync);

    /// <inheritdoc/>
    public string CodeName(byte code) => "sync";

    /// <inheritdoc/>
    public void Receive(in SimEvent occurrence)
    {
        var now = _simulation.Now;
        var usage = _replicas.TakeUsage(now - _period, _requestedEach);
        var (current, ready) = (_replicas.Count, _replicas.ReadyCount);
        var wanted = _rule.Decide(now, current, usage);
        _samples.Add(new(now - SimTime.Zero, _period, _load.Arrivals, _load.Requests, _load.Errors, _load.MeanLatency, _load.MeanPoolWait, usage.Ready > 0 ? usage.Percent : null, ready, current, wanted));
        _load.Restart();
        _replicas.ScaleTo(wanted);
        _simulation.ScheduleAfter(_period, _self, Sync);
    }
}
