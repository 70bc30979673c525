using GmpSim.Machine;
using GmpSim.GoRuntime;
using GmpSim.Results;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Worlds;

/// <summary>What the world leaves out or simplifies, as far as it touches a given scenario point: the reader of a figure must know.</summary>
public static class ModelAssumptions
{
    private const string Runtime = "Go runtime";
    private const string Kernel = "Linux";
    private const string Hardware = "hardware";
    private const string Load = "load";

    /// <summary>The assumptions behind one point, the general ones first.</summary>
    public static IEnumerable<Assumption> Of(PointSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        return OfRuntime(setup).Concat(OfKernel(setup)).Concat(OfHardware(setup)).Concat(OfLoad(setup));
    }

    private static IEnumerable<Assumption> OfRuntime(PointSetup setup)
    {
        if (setup.Runtime is not { } runtime) yield break;
        yield return new(Runtime, "Steps of the scheduler that nobody else can see (taking a goroutine from the own queue, switching to it) take effect up to about a microsecond before their time has passed.");
        yield return new(Runtime, "Contenders for locks of the runtime (sched.lock, those of channels and semaphores) spin; that one sleeps in a futex which has spun in vain for some microseconds is not modelled.");
        if (Uses<AllocOperation>(setup))
        {
            yield return new(Runtime, "The heap is two figures: bytes in use, which 'alloc' raises, and bytes alive, which the scenario gives. Every byte that is scanned costs the same; scanning a stack does not suspend its goroutine; there are no finalizers, no write barriers, no Green Tea.");
            if (runtime.GoMinor >= 19) yield return new(Runtime, "The CPU limiter of the collector (Go 1.19) is not modelled: assists go on however much of the CPU time the collector takes.");
            if (runtime.GoMinor >= 19 && runtime.Gc.MemoryLimitBytes is not null) yield return new(Runtime, "The memory limit counts the heap alone: no stacks, no fragmentation, no scavenger.");
            if (runtime.GoMinor < 18) yield return new(Runtime, "The pacer of Go 1.18 stands for the older one as well; of that, only its goal of 30 % up to 1.17 and its heap goal are kept.");
        }

        if (Uses<SyscallOperation>(setup) || Uses<LockOsThreadOperation>(setup))
            yield return new(Runtime, "Signals do not interrupt system calls (EINTR), C code does not call back into Go, and the limit of 10,000 threads cannot be changed.");
        if (runtime.Gomaxprocs > setup.Cpus && setup.Workload.Server.Kind != "tasks")
            yield return new(Runtime, "Of the system calls that return at once only writes to sockets are seen from outside, and only where the thread loses its core in one: sysmon can take its P then. Reads, accept and close never give a P away.");
        if (runtime.Netpoller.Topology == "per-p")
            yield return new(Runtime, "Per-P netpollers are the article's idea; no released Go works like this. Their rules are ours, chosen so that the idea works as well as it can: docs/models/netpollers.md.");
        if (runtime.Netpoller.Topology is "sharded" or "dedicated" || runtime.Netpoller.Waiters == "all" || runtime.Netpoller.Trigger == "level" || runtime.Netpoller.Oneshot)
            yield return new(Runtime, "This netpoller is a counterfactual: no released Go works like this. Its rules are ours: docs/models/netpollers.md.");
        if (!runtime.Netpoller.RebindOnMigrate)
            yield return new(Runtime, $"A fault on purpose: an instance knows only goroutines that parked on its own P, so events for others are lost. A client whose request gets no answer for {GmpSim.Load.UnansweredRequests.PatienceOfTcp} resets the connection and opens another; the hung goroutine and its descriptor stay for ever.");
        if (runtime.Netpoller.Exclusive)
            yield return new(Runtime, "netpoller.exclusive has no effect: each descriptor is registered with one epoll instance, and threads that wait on one instance are woken one at a time anyway.");
        if (runtime.GoMinor is < GoRules.OldestMinor or > GoRules.NewestMinor)
            yield return new(Runtime, $"Go 1.{runtime.GoMinor} has no rules of its own here; the nearest version's apply.");
    }

    private static bool Uses<TOperation>(PointSetup setup) =>
        setup.Programs.Values.Any(program => program.AllOperations.Any(operation => operation is TOperation));

    private static IEnumerable<Assumption> OfKernel(PointSetup setup)
    {
        var rules = new KernelRules(KernelVersion.Parse(setup.Os.Kernel));
        if (setup.Machine.Costs.TryGetValue("kernel.slice", out var slice) && slice.Value > Engine.SimDuration.Zero)
            yield return new(Kernel, $"Threads are scheduled by {(rules.HasEevdf ? "EEVDF" : "CFS")}, as in Linux {setup.Os.Kernel}; numbers of threads stand for load averages. What ticks cost and slices of single threads are not modelled.");
        yield return new(Kernel, "Not modelled: loss of packets other than by a full accept queue, limits of the SYN queue (SYN cookies are on), softirq time limits; preemption inside the kernel, so nobody sleeps for a lock of it; the sleeping of a thread whose lock's holder lost its virtual core.");
        if (setup.Os.FdLimit is { } limit)
            yield return new(Kernel, $"os.fd_limit is {limit}: standard input and output, the poller's epoll instances and eventfds and the listener count.");
        if (setup.Os.CpuQuota.Cores is not null || setup.Runtime is { CgroupLimits.Count: > 0 })
            yield return new(Kernel, "The quota is that of one cgroup without groups inside; a throttled thread stops at once, in kernel mode too (per-thread throttling of 6.18 is not modelled), and a group's first period begins with the run.");
        if (setup.Os.Background.Any(tenant => tenant.Threads > 0))
            yield return new(Kernel, "Threads of other tenants use cores and nothing else: no caches, no memory bandwidth, no kernel locks. Nice levels weigh threads, not processes or cgroups against each other.");
        if (setup.Os.Steal is not null)
            yield return new(Kernel, "The host takes each core of the virtual machine by itself, whether it is busy or not. Who wants a lock whose holder's core is gone burns its time: the guest is not told which of its CPUs are gone.");
        if (setup.Machine.Costs.Values.All(cost => cost.Value == Engine.SimDuration.Zero))
            yield return new(Kernel, "Every cost is zero: no time slices, no wake-up latency. The world is a queueing model.");
    }

    private static IEnumerable<Assumption> OfHardware(PointSetup setup)
    {
        yield return new(Hardware, "Cache lines are modelled one by one for what is contended: the scheduler's lock and counts, each P's queues and timers, each poller, each pollDesc, each epoll instance, and each channel, lock, group and pool. Contenders get a line in the order of asking. Memory bandwidth and frequency are not modelled.");
        if (Uses<TouchMemoryOperation>(setup)) yield return new(Hardware, "Caches lose what lies in them to random placement, in expectation; touches of a memory are random reads of it. Only memory that programs touch takes room: not what 'cpu' works on, not the kernel's data.");
        if (setup.Machine.ThreadsPerCore > 1) yield return new(Hardware, "Hardware threads of one core do not slow each other down.");
    }

    private static IEnumerable<Assumption> OfLoad(PointSetup setup)
    {
        if (setup.Workload.Clients.Any(client => !client.SameMachine && client.Kind != "events" && setup.Workload.Server.Kind != "tasks"))
            yield return new(Load, "Clients on other machines are infinitely fast; each message arrives half a round trip later, and its interrupt falls on the core that the connection's number is dealt to.");
        if (setup.Workload.Server.Kind == "event-loop")
            yield return new(Load, "Event loops are goroutines that wait in epoll_wait on instances of their own, level-triggered, as in gnet; the goroutine that accepts registers connections with them in turn. Writes always fit into the socket, and handlers run in the loop.");
        if (setup.Workload.Server.Kind is "epoll-threads" or "accept-threads")
            yield return new(Load, "The server is threads of the operating system without a runtime: they do nothing but wait, read or accept, compute and answer. A main thread has prepared everything before they start.");
        if (setup.Workload.Server.Source == "socketpair")
            yield return new(Load, "Socketpairs cost what a connection over the loopback device costs, which is more than a pair of Unix sockets does.");
        if (setup.Workload.Clients.Any(client => client is { Kind: "events", SameMachine: true }))
            yield return new(Load, "Producers of events sleep without timer slack, and nothing but the signal itself takes their time.");
        if (setup.Workload.Clients.Any(client => client.SameMachine && client.Kind != "events"))
            yield return new(Load, "The load generator is an event loop in the manner of wrk; its own code costs client.request for each request.");
        if (setup.Workload.Clients.Any(client => client.Kind == "scripted"))
            yield return new(Load, "Instructions of a script reach every thread of the load generator at their time and cost it nothing.");
        if (setup.Cluster is not null)
            yield return new(Load, "Each replica has a machine of its own, and there is always room for another. The balancer is infinitely fast, knows at once which replicas are ready, and never moves a request; what the replicas call has no queue. Figures are of all replicas together.");
        if (setup.Cluster?.Autoscale is not null)
            yield return new(Load, "The autoscaler follows the rule of Kubernetes for CPU utilisation and sees it exactly and at once; in a cluster it is up to a scrape and a window old.");
        if (setup.Workload.Clients.Any(client => !client.KeepAlive))
            yield return new(Load, "Without keep-alive each request has a connection of its own. Where the server closes it, at the end of its handler, a client's next request waits for that close to arrive. Remote clients have as many addresses, and so ports, as they need; those on the machine share one.");
        if (setup.Programs.Values.Any(program => program.AllOperations.Any(operation => operation is ReadOperation { Deadline: not null })))
            yield return new(Load, "A missed read deadline ends its program, which closes its connections. A client's request that is then unanswered counts in 'errors' and is not repeated; the client connects anew. A deadline that cost no request is in no metric.");
        if (setup.Programs.Values.Any(program => program.Dials))
            yield return new(Load, "A service on another machine has no queue: it answers each request after its service time, however many there are. It closes its end when it hears of a close; the round trip until then counts as TIME_WAIT. A program whose dial fails (EMFILE, EADDRNOTAVAIL) ends.");
        if (setup.Workload.Clients.Any(client => !client.IsMeasured))
            yield return new(Load, "Requests of clients with 'measured: false' are in no count, latency or attribution; what the server does for them is in every other figure, cpu_us_per_request included.");
        if (setup.Workload.Clients.Any(client => client.Kind == "replay"))
            yield return new(Load, "A recording starts over when it ends. Its arrival times are when handlers started in the recorded server, so its own queueing is in them.");
    }
}
