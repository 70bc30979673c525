using GmpSim.Engine;

namespace GmpSim.Load;

/// <summary>Sends each request that arrives to one of the replicas of a service (a proxy in front of them that balances request by request).</summary>
/// <remarks>
/// The balancer is infinitely fast and knows at once which replicas are ready. It keeps connections open to each of them and never moves a request that it has
/// given to one. Left out: its own CPU time, health checks, retries, balancing by connection (kube-proxy).
/// </remarks>
public sealed class LoadBalancer : IEventReceiver
{
    private const byte Due = 0;

    private readonly Simulation _simulation;
    private readonly IArrivals _arrivals;
    private readonly BalancingPolicy _policy;
    private readonly List<(BalancedLane Lane, RemoteClient Client)> _replicas = [];
    private readonly int _self;
    private Arrival _next;
    private int _last = -1;

    /// <summary>Creates a balancer without replicas; <see cref="Start"/> lets requests arrive.</summary>
    /// <param name="simulation">The run.</param>
    /// <param name="arrivals">When requests arrive.</param>
    /// <param name="policy">Whom they are sent to.</param>
    public LoadBalancer(Simulation simulation, IArrivals arrivals, BalancingPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        ArgumentNullException.ThrowIfNull(arrivals);
        (_simulation, _arrivals, _policy) = (simulation, arrivals, policy);
        _self = simulation.Register(this);
    }

    /// <inheritdoc/>
    public string Name => "load-balancer";

    /// <summary>Lets requests arrive.</summary>
    public void Start()
    {
        _next = _arrivals.Next();
        SetAlarm();
    }

    /// <summary>Requests are sent to this replica too from now on.</summary>
    /// <param name="lane">What it is sent.</param>
    /// <param name="client">Carries the requests there.</param>
    public void Add(BalancedLane lane, RemoteClient client) => _replicas.Add((lane, client));

    /// <summary>No further request is sent to this replica.</summary>
    public void Remove(BalancedLane lane)
    {
        var at = _replicas.FindIndex(replica => replica.Lane == lane);
        _replicas.RemoveAt(at);
        if (_last >= at) _last--;
    }

    /// <inheritdoc/>
    public string CodeName(byte code) => "due";

    /// <inheritdoc/>
    public void Receive(in SimEvent occurrence)
    {
        while (_next.At <= _simulation.Now)
        {
            if (_replicas.Count == 0) throw new InvalidOperationException($"{Name}: no replica is ready.");
            _last = Pick();
            var (lane, client) = _replicas[_last];
            lane.Give(_next);
            _next = _arrivals.Next();
            client.SendDue();
        }

        SetAlarm();
    }

    private void SetAlarm()
    {
        if (_next.At < SimTime.MaxValue) _simulation.Schedule(_next.At, _self, Due);
    }

    /// <summary>The replica for the next request: whoever comes after the last one, unless another has less to do.</summary>
    private int Pick()
    {
        var first = (_last + 1) % _replicas.Count;
        if (_policy == BalancingPolicy.RoundRobin) return first;
        var best = first;
        for (var step = 1; step < _replicas.Count; step++)
        {
            var other = (first + step) % _replicas.Count;
            if (_replicas[other].Lane.Outstanding < _replicas[best].Lane.Outstanding) best = other;
        }

        return best;
    }
}
