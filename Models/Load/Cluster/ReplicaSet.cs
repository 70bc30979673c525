using GmpSim.Engine;

namespace GmpSim.Load;

/// <summary>The replicas of a service: those that are starting, and those that are ready and behind the load balancer.</summary>
/// <remarks>
/// A replica is ready its start-up time after it is asked for, and its process begins then. When there are too many, those that are starting go first, the newest
/// of them first, then those that have become ready last (ActivePodsWithRanks, pkg/controller/controller_utils.go); a ready one gets no further request, answers those that it has, and
/// stands idle from then on. Left out: nodes that are full, images to be pulled, restarts, probes that fail.
/// </remarks>
public sealed class ReplicaSet : IEventReceiver
{
    private const byte Ready = 0;

    private readonly Simulation _simulation;
    private readonly LoadBalancer _balancer;
    private readonly SimDuration _startup;
    private readonly Func<Replica> _start;
    private readonly List<Replica> _ready = [];
    private readonly List<int> _starting = [];
    private readonly int _self;
    private int _asked;

    /// <summary>Creates a set without replicas.</summary>
    /// <param name="simulation">The run.</param>
    /// <param name="balancer">Sends requests to those that are ready.</param>
    /// <param name="startup">From asking for a replica until it is ready.</param>
    /// <param name="start">Makes a replica and starts it.</param>
    public ReplicaSet(Simulation simulation, LoadBalancer balancer, SimDuration startup, Func<Replica> start)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        (_simulation, _balancer, _startup, _start) = (simulation, balancer, startup, start);
        _self = simulation.Register(this);
    }

    /// <inheritdoc/>
    public string Name => "replica-set";

    /// <summary>Replicas that there are, those that are starting included.</summary>
    public int Count => _ready.Count + _starting.Count;

    /// <summary>Replicas that are ready.</summary>
    public int ReadyCount => _ready.Count;

    /// <summary>Replicas that there are, over time.</summary>
    public TimeWeightedGauge OverTime { get; } = new();

    /// <summary>Makes a replica that is ready now.</summary>
    public void AddReady()
    {
        AddReplica();
        Note();
    }

    /// <summary>From now on there are to be so many, at least one.</summary>
    public void ScaleTo(int replicas)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replicas, 1);
        while (Count < replicas)
        {
            _starting.Add(++_asked);
            _simulation.ScheduleAfter(_startup, _self, Ready, _asked);
        }

        while (Count > replicas && _starting.Count > 0) _starting.RemoveAt(_starting.Count - 1);
        while (Count > replicas)
        {
            _balancer.Remove(_ready[^1].Lane);
            _ready.RemoveAt(_ready.Count - 1);
        }

        Note();
    }

    /// <summary>What the replicas have used since the last call.</summary>
    /// <param name="since">When that was.</param>
    /// <param name="requestedEach">CPU time that each requests for the time since.</param>
    public ReplicaUsage TakeUsage(SimTime since, SimDuration requestedEach)
    {
        var ready = 0;
        var used = SimDuration.Zero;
        foreach (var replica in _ready)
        {
            var now = replica.Account.CpuTime;
            if (replica.ReadySince <= since)
            {
                ready++;
                used += now - replica.SeenCpu;
            }

            replica.SeenCpu = now;
        }

        return new(ready, Count - ready, used, requestedEach);
    }

    /// <inheritdoc/>
    public string CodeName(byte code) => "ready";

    /// <inheritdoc/>
    public void Receive(in SimEvent occurrence)
    {
        if (_starting.Remove(occurrence.Subject)) AddReplica(); // else it was given up before it was ready
    }

    private void AddReplica()
    {
        var replica = _start() with { ReadySince = _simulation.Now };
        _ready.Add(replica);
        _balancer.Add(replica.Lane, replica.Client);
    }

    private void Note() => OverTime.Add(Count - OverTime.Level, _simulation.Now);
}
