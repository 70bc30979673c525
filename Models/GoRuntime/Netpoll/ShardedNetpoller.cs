using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>A fixed number of epoll instances, as runtimes with several event loops have; no released Go works like this.</summary>
/// <remarks>
/// Our rules: descriptors are dealt over the shards by number, in the order in which they are opened, and stay there. An M without work polls the shards in turn,
/// beginning with the one after that which it polled last, until one brings goroutines; a shard in which an M is blocked is left out. An M that goes to sleep
/// takes the next shard that goroutines wait on and nobody sleeps in, and sends another M, without a P, to each further one: while anybody sleeps, every shard
/// that is waited on is watched. (Where any M may wait, it takes the shard with the fewest, and no more than one M for each P and shard is made.) An M that comes back takes any idle P. When all Ps are busy, nobody watches; sysmon polls what is older than 10 ms, shard by shard.
/// </remarks>
public sealed class ShardedNetpoller : Netpoller
{
    private readonly PollInstance[] _shards;
    private long _opened;

    internal ShardedNetpoller(GoProcess process, int shards)
        : base(process)
    {
        _shards = new PollInstance[shards];
        for (var shard = 0; shard < shards; shard++) _shards[shard] = new(shard, process.Host, process.Account);
    }

    private protected override PollInstance[] AllInstances => _shards;

    internal override bool ShouldPoll(Processor p)
    {
        foreach (var shard in _shards)
        {
            if (ShouldPoll(shard)) return true;
        }

        return false;
    }

    internal override async Process Poll(WorkerThread m, Processor p)
    {
        var first = m.NextShard;
        for (var i = 0; i < _shards.Length && m.Harvested.Count == 0; i++)
        {
            var shard = _shards[(first + i) % _shards.Length];
            if (!ShouldPoll(shard)) continue;
            m.NextShard = (shard.Number + 1) % _shards.Length;
            await Poll(m, shard);
        }
    }

    internal override bool TryBecomeBlockedPoller(WorkerThread m, Processor p, SimTime pollUntil)
    {
        PollInstance? best = null;
        for (var i = 0; i < _shards.Length; i++)
        {
            var shard = _shards[(m.NextShard + i) % _shards.Length];
            if (shard.Waiters > 0 && (best is null || shard.Sleepers.Count < best.Sleepers.Count)) best = shard;
        }

        if (best is not null && TryBlockOn(best, m, pollUntil))
        {
            m.NextShard = (best.Number + 1) % _shards.Length;
            return true;
        }

        // Nobody waits for the network, or everything is watched: one M is enough for the timers.
        return pollUntil != SimTime.MaxValue && Sleeping() is null && TryBlockOn(_shards[m.NextShard], m, pollUntil);
    }

    /// <summary>An M that sleeps in any shard may be the one that sleeps for the timers.</summary>
    internal override void WakeBefore(KernelThread by, Processor p, SimTime when)
    {
        foreach (var shard in _shards)
        {
            if (shard.Blocked is not null && shard.PollUntil <= when) return;
        }

        WakeBefore(by, Sleeping() ?? _shards[0], when);
    }

    /// <inheritdoc/>
    internal override bool NeedsPoller(Processor p) => Process.Sched.IdlePs == Process.AllP.Length - 1 && (Sleeping() is null || HasUnwatched());

    private protected override void BeforeBlocking(WorkerThread m, PollInstance instance)
    {
        foreach (var shard in _shards)
        {
            if (shard.Waiters == 0 || shard.Blocked is not null) continue;
            if (AnyMayWait && Process.Ms.Count >= Process.Options.Gomaxprocs + _shards.Length) return; // nobody is parked there: those that wait elsewhere will do
            Process.Waker.StartPoller(m.Thread, shard);
        }
    }

    private protected override PollInstance InstanceOf(Processor p) => _shards[0];

    private protected override PollInstance RegistersWith(Processor p, PollDesc pd) => _shards[(int)(_opened++ % _shards.Length)];

    private PollInstance? Sleeping()
    {
        foreach (var shard in _shards)
        {
            if (shard.Blocked is not null) return shard;
        }

        return null;
    }

    /// <summary>Whether goroutines wait in a shard that nobody sleeps in.</summary>
    internal override bool HasUnwatched()
    {
        foreach (var shard in _shards)
        {
            if (shard is { Waiters: > 0, Blocked: null }) return true;
        }

        return false;
    }
}
