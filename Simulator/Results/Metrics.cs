namespace GmpSim.Results;

/// <summary>Every metric of the tables, in the order of their columns.</summary>
/// <remarks>A metric that has no meaning in a scenario stays empty; it is never written as 0.</remarks>
public static class Metrics
{
    private static readonly List<Metric> s_all = [];
    private static readonly Dictionary<string, Metric> s_byName = new(StringComparer.Ordinal);

    /// <summary>Requests completed in the measured window.</summary>
    public static readonly Metric Requests = Define("requests", "", "Requests completed in the measured window.");

    /// <summary>Requests completed per simulated second.</summary>
    public static readonly Metric ThroughputRps = Define("throughput_rps", "1/s", "Requests completed per simulated second.");

    /// <summary>Requests that were to begin per simulated second.</summary>
    public static readonly Metric OfferedRps = Define("offered_rps", "1/s", "Requests that were to begin per simulated second, by clients whose requests arrive whatever becomes of the others: open, replay, events and scripted with a rate. Empty where another client is measured beside them.");

    /// <summary>Requests that failed in the measured window.</summary>
    public static readonly Metric Errors = Define("errors", "", "Requests that failed in the measured window.");

    /// <summary>Mean request latency, from the intended start for open and replay clients.</summary>
    public static readonly Metric LatencyMeanUs = Define("latency_mean_us", "us", "Mean request latency, from the intended start for open and replay clients.");

    /// <summary>Standard deviation of request latency.</summary>
    public static readonly Metric LatencySdUs = Define("latency_sd_us", "us", "Standard deviation of request latency.");

    /// <summary>Shortest request latency.</summary>
    public static readonly Metric LatencyMinUs = Define("latency_min_us", "us", "Shortest request latency.");

    /// <summary>Median request latency.</summary>
    public static readonly Metric LatencyP50Us = Define("latency_p50_us", "us", "Median request latency.");

    /// <summary>95th percentile of request latency.</summary>
    public static readonly Metric LatencyP95Us = Define("latency_p95_us", "us", "95th percentile of request latency.");

    /// <summary>99th percentile of request latency.</summary>
    public static readonly Metric LatencyP99Us = Define("latency_p99_us", "us", "99th percentile of request latency.");

    /// <summary>99.9th percentile of request latency.</summary>
    public static readonly Metric LatencyP999Us = Define("latency_p999_us", "us", "99.9th percentile of request latency.");

    /// <summary>Longest request latency.</summary>
    public static readonly Metric LatencyMaxUs = Define("latency_max_us", "us", "Longest request latency.");

    /// <summary>Mean wake-up skew: from an fd being ready in the kernel to its goroutine running.</summary>
    public static readonly Metric SkewMeanUs = Define("skew_mean_us", "us", "Mean wake-up skew: from an fd being ready in the kernel to its goroutine running.");

    /// <summary>Median wake-up skew.</summary>
    public static readonly Metric SkewP50Us = Define("skew_p50_us", "us", "Median wake-up skew.");

    /// <summary>99th percentile of wake-up skew.</summary>
    public static readonly Metric SkewP99Us = Define("skew_p99_us", "us", "99th percentile of wake-up skew.");

    /// <summary>Longest wake-up skew.</summary>
    public static readonly Metric SkewMaxUs = Define("skew_max_us", "us", "Longest wake-up skew.");

    /// <summary>Entropy of the joint distribution of P and skew bucket, normalised to 0..1.</summary>
    public static readonly Metric SkewEntropy = Define("skew_entropy", "", "Entropy of the joint distribution of P and skew bucket, normalised to 0..1.");

    /// <summary>Median time from runnable to running.</summary>
    public static readonly Metric SchedLatencyP50Ns = Define("sched_latency_p50_ns", "ns", "Median time from runnable to running.");

    /// <summary>99th percentile of the time from runnable to running.</summary>
    public static readonly Metric SchedLatencyP99Ns = Define("sched_latency_p99_ns", "ns", "99th percentile of the time from runnable to running.");

    /// <summary>Mean time an M stays blocked in epoll_wait in a blocking netpoll.</summary>
    public static readonly Metric NetpollBlockMeanUs = Define("netpoll_block_mean_us", "us", "Mean time an M stays blocked in epoll_wait in a blocking netpoll.");

    /// <summary>epoll_wait calls of the server per second.</summary>
    public static readonly Metric EpollWaitPerS = Define("epoll_wait_per_s", "1/s", "epoll_wait calls of the server per second.");

    /// <summary>Threads of the server woken out of epoll_wait per second.</summary>
    public static readonly Metric EpollWakeupsPerS = Define("epoll_wakeups_per_s", "1/s", "Threads of the server woken out of epoll_wait per second.");

    /// <summary>Returns from a blocking epoll_wait whose events readied no goroutine, per second.</summary>
    public static readonly Metric UselessReturnsPerS = Define("useless_returns_per_s", "1/s", "Returns from a blocking epoll_wait whose events readied no goroutine, per second: spurious wake-ups that the program sees.");

    /// <summary>Wake-ups out of epoll_wait that found nothing, per second.</summary>
    public static readonly Metric SpuriousWakeupsPerS = Define("spurious_wakeups_per_s", "1/s", "Wake-ups out of epoll_wait that found nothing, per second.");

    /// <summary>Wake-ups out of epoll_wait per event harvested.</summary>
    public static readonly Metric WakeupsPerEvent = Define("wakeups_per_event", "1", "Wake-ups out of epoll_wait per event harvested.");

    /// <summary>Wake-ups out of epoll_wait that found something, per event harvested.</summary>
    public static readonly Metric UsefulWakeupsPerEvent = Define("useful_wakeups_per_event", "1", "Wake-ups out of epoll_wait that found something, per event harvested.");

    /// <summary>Wake-ups out of epoll_wait that found nothing, per event harvested.</summary>
    public static readonly Metric SpuriousWakeupsPerEvent = Define("spurious_wakeups_per_event", "1", "Wake-ups out of epoll_wait that found nothing, per event harvested.");

    /// <summary>Reads and accepts that found nothing, per event, of servers without the Go runtime.</summary>
    public static readonly Metric EmptyReadsPerEvent = Define("empty_reads_per_event", "1", "Reads and accepts that found nothing (EAGAIN) although epoll had announced something, per event: spurious wake-ups that the program sees. Servers without the Go runtime.");

    /// <summary>Share of the events that the busiest thread took.</summary>
    public static readonly Metric ThreadShareMax = Define("thread_share_max", "1", "Share of the events that the busiest thread took. Servers without the Go runtime.");

    /// <summary>Share of the events that thread 0 took.</summary>
    public static readonly Metric ThreadShareFirst = Define("thread_share_first", "1", "Share of the events that thread 0 took, which registers first. Servers without the Go runtime.");

    /// <summary>epoll_ctl calls of the server per second.</summary>
    public static readonly Metric EpollCtlPerS = Define("epoll_ctl_per_s", "1/s", "epoll_ctl calls of the server per second.");

    /// <summary>futex wake calls that woke a thread, per second.</summary>
    public static readonly Metric FutexWakesPerS = Define("futex_wakes_per_s", "1/s", "futex wake calls that woke a thread, per second.");

    /// <summary>Switches from one thread to another on a core, per second.</summary>
    public static readonly Metric ContextSwitchesPerS = Define("context_switches_per_s", "1/s", "Switches from one thread to another on a core, per second.");

    /// <summary>Times a thread gave its core up to sleep or to end, per second.</summary>
    public static readonly Metric VoluntarySwitchesPerS = Define("voluntary_switches_per_s", "1/s", "Times a thread gave its core up to sleep or to end, per second.");

    /// <summary>Times a thread lost its core while it had more to do, per second.</summary>
    public static readonly Metric InvoluntarySwitchesPerS = Define("involuntary_switches_per_s", "1/s", "Times a thread lost its core while it had more to do, per second.");

    /// <summary>Goroutines that ran on another P than the time before, per second.</summary>
    public static readonly Metric MigrationsPerS = Define("migrations_per_s", "1/s", "Goroutines that ran on another P than the time before, per second.");

    /// <summary>Successful steals from another P's run queue, per second.</summary>
    public static readonly Metric StealsPerS = Define("steals_per_s", "1/s", "Successful steals from another P's run queue, per second.");

    /// <summary>Run queues of other Ps looked at by thieves, per second.</summary>
    public static readonly Metric StealAttemptsPerS = Define("steal_attempts_per_s", "1/s", "Run queues of other Ps looked at by thieves, per second.");

    /// <summary>Mean number of spinning Ms, divided by GOMAXPROCS.</summary>
    public static readonly Metric SpinningShare = Define("spinning_share", "1", "Mean number of spinning Ms, divided by GOMAXPROCS.");

    /// <summary>Mean time a runnable goroutine waits for a P.</summary>
    public static readonly Metric PWaitMeanMs = Define("p_wait_mean_ms", "ms", "Mean time a runnable goroutine waits for a P.");

    /// <summary>Ms created in the measured window.</summary>
    public static readonly Metric ThreadsCreated = Define("threads_created", "", "Ms created in the measured window.");

    /// <summary>Ms created per second.</summary>
    public static readonly Metric ThreadsCreatedPerS = Define("threads_created_per_s", "1/s", "Ms created per second.");

    /// <summary>Mean number of runnable goroutines in all queues.</summary>
    public static readonly Metric RunqMean = Define("runq_mean", "", "Mean number of runnable goroutines in all queues.");

    /// <summary>Largest number of runnable goroutines in all queues.</summary>
    public static readonly Metric RunqMax = Define("runq_max", "", "Largest number of runnable goroutines in all queues.");

    /// <summary>Largest number of live goroutines.</summary>
    public static readonly Metric GoroutinesMax = Define("goroutines_max", "", "Largest number of live goroutines.");

    /// <summary>Busy share of all cores.</summary>
    public static readonly Metric CpuUtilisation = Define("cpu_utilisation", "1", "Busy share of all cores.");

    /// <summary>Share of all cores' time spent in user mode: program and runtime.</summary>
    public static readonly Metric CpuUserShare = Define("cpu_user_share", "1", "Share of all cores' time spent in user mode: program and runtime.");

    /// <summary>Share of all cores' time spent in the kernel: system calls, interrupts, switches.</summary>
    public static readonly Metric CpuKernelShare = Define("cpu_kernel_share", "1", "Share of all cores' time spent in the kernel: system calls, interrupts, switches.");

    /// <summary>Share of all cores' time spent waiting for cache lines, in user or kernel mode.</summary>
    public static readonly Metric CpuLineWaitShare = Define("cpu_line_wait_share", "1", "Share of all cores' time spent waiting for cache lines, in user or kernel mode.");

    /// <summary>Share of all cores' time in which nothing ran.</summary>
    public static readonly Metric CpuIdleShare = Define("cpu_idle_share", "1", "Share of all cores' time in which nothing ran.");

    /// <summary>CPU time of the server process per request.</summary>
    public static readonly Metric CpuUsPerRequest = Define("cpu_us_per_request", "us", "CPU time of the server process per request.");

    /// <summary>Cache-line transfers between cores per request.</summary>
    public static readonly Metric LineTransfersPerRequest = Define("line_transfers_per_request", "1", "Cache-line transfers between cores per request.");

    /// <summary>Of these, those that cross last-level caches.</summary>
    public static readonly Metric FarLineTransfersPerRequest = Define("far_line_transfers_per_request", "1", "Cache-line transfers between last-level caches or sockets per request.");

    /// <summary>Loads that the caches of the core do not answer.</summary>
    public static readonly Metric L2MissesPerRequest = Define("l2_misses_per_request", "1", "Loads per request that the caches of the core do not answer, of the lines and memory that are modelled.");

    /// <summary>Loads that go beyond the last-level cache.</summary>
    public static readonly Metric L3MissesPerRequest = Define("l3_misses_per_request", "1", "Loads per request that go beyond the core's last-level cache, of the lines and memory that are modelled.");

    /// <summary>L3 misses per L3 access.</summary>
    public static readonly Metric L3MissRate = Define("l3_miss_rate", "1", "Share of the loads not answered by the caches of the core that go beyond its last-level cache.");

    /// <summary>Garbage collections per minute.</summary>
    public static readonly Metric GcCyclesPerMin = Define("gc_cycles_per_min", "1/min", "Garbage collections per minute.");

    /// <summary>Mean stop-the-world pause.</summary>
    public static readonly Metric GcPauseMeanUs = Define("gc_pause_mean_us", "us", "Mean stop-the-world pause.");

    /// <summary>Requests sent on a reused connection.</summary>
    public static readonly Metric ConnReuseRate = Define("conn_reuse_rate", "1", "Requests sent on a reused connection.");

    /// <summary>Share of the calls of programs that went over a connection which had carried one before.</summary>
    public static readonly Metric CallReuseRate = Define("call_reuse_rate", "1", "Share of the calls of programs to services that went over a connection which had carried one before.");

    /// <summary>Mean time in which programs connect to services.</summary>
    public static readonly Metric DialMeanMs = Define("dial_mean_ms", "ms", "Mean time in which programs connect to services, from the call to the established connection.");

    /// <summary>Mean time to connect.</summary>
    public static readonly Metric ConnectMeanMs = Define("connect_mean_ms", "ms", "Mean time to connect.");

    /// <summary>99th percentile of the time to connect.</summary>
    public static readonly Metric ConnectP99Ms = Define("connect_p99_ms", "ms", "99th percentile of the time to connect.");

    /// <summary>Mean number of sockets in TIME_WAIT.</summary>
    public static readonly Metric TimeWaitMean = Define("time_wait_mean", "", "Mean number of sockets of the machine in TIME_WAIT.");

    /// <summary>Largest number of sockets in TIME_WAIT.</summary>
    public static readonly Metric TimeWaitMax = Define("time_wait_max", "", "Largest number of sockets of the machine in TIME_WAIT.");

    /// <summary>Sockets in TIME_WAIT at the end of the window.</summary>
    public static readonly Metric TimeWaitEnd = Define("time_wait_end", "", "Sockets of the machine in TIME_WAIT at the end of the window.");

    /// <summary>Connects that found no free port.</summary>
    public static readonly Metric Eaddrnotavail = Define("eaddrnotavail", "", "Connects of the machine that found no free port (EADDRNOTAVAIL).");

    /// <summary>SYNs that were sent again.</summary>
    public static readonly Metric SynRetransmits = Define("syn_retransmits", "", "SYNs that were sent again, to the machine or within it.");

    /// <summary>SYNs and last packets of handshakes that found the accept queue full.</summary>
    public static readonly Metric ListenOverflows = Define("listen_overflows", "", "SYNs and last packets of handshakes that found the accept queue full.");

    /// <summary>Largest number of open descriptors of the server.</summary>
    public static readonly Metric FdsMax = Define("fds_max", "", "Largest number of open descriptors of the server.");

    /// <summary>Calls that failed with EMFILE.</summary>
    public static readonly Metric Emfile = Define("emfile", "", "Calls of the server, accept and socket, that failed with EMFILE.");

    /// <summary>Connections reset.</summary>
    public static readonly Metric Resets = Define("resets", "", "Connections reset, by either side.");

    /// <summary>Events consumed with nobody waiting, under the per-P fault model.</summary>
    public static readonly Metric LostEvents = Define("lost_events", "", "Events consumed with nobody waiting, under the per-P fault model.");

    /// <summary>Share of the periods of the server's CPU quota at whose end some core was throttled.</summary>
    public static readonly Metric ThrottledShare = Define("throttled_share", "1", "Share of the periods of the server's CPU quota at whose end some core was throttled: nr_throttled / nr_periods.");

    /// <summary>Time for which cores held threads of the server back.</summary>
    public static readonly Metric ThrottledMsPerS = Define("throttled_ms_per_s", "ms/s", "Time for which cores held threads of the server back because its CPU quota was used up, summed over the cores, per second (throttled_usec of cpu.stat).");

    /// <summary>Periods of the server's CPU quota in which it used CPU time.</summary>
    public static readonly Metric NrPeriods = Define("nr_periods", "", "Periods of the server's CPU quota that ended while its timer ran, as in cpu.stat: idle periods do not count.");

    /// <summary>Of these, the periods at whose end some core was throttled.</summary>
    public static readonly Metric NrThrottled = Define("nr_throttled", "", "Of these, the periods at whose end some core was throttled, as in cpu.stat.");

    /// <summary>CPU time that threads of other tenants got.</summary>
    public static readonly Metric BackgroundCores = Define("background_cores", "", "CPU time that threads of other tenants got, in cores.");

    /// <summary>Time that the host of the virtual machine took while there was something to do.</summary>
    public static readonly Metric CpuStealShare = Define("cpu_steal_share", "1", "Share of the time of all cores that the host of the virtual machine took while there was something to do.");

    /// <summary>Largest number of service replicas.</summary>
    public static readonly Metric ReplicasMax = Define("replicas_max", "", "Largest number of service replicas, those that are starting included.");

    /// <summary>Mean number of service replicas.</summary>
    public static readonly Metric ReplicasMean = Define("replicas_mean", "", "Mean number of service replicas, those that are starting included.");

    /// <summary>Times the autoscaler added replicas.</summary>
    public static readonly Metric ScaleOuts = Define("scale_outs", "", "Times the autoscaler added replicas.");

    /// <summary>Times the autoscaler took replicas away.</summary>
    public static readonly Metric ScaleIns = Define("scale_ins", "", "Times the autoscaler took replicas away.");

    /// <summary>Mean time that a request waited for items of pools.</summary>
    public static readonly Metric PoolWaitMeanUs = Define("pool_wait_mean_us", "us", "Mean time that a request waited for items of pools. Clusters.");

    /// <summary>Largest mean latency of a period between two looks of the autoscaler.</summary>
    public static readonly Metric PeriodLatencyMaxUs = Define("period_latency_max_us", "us", "Largest mean latency of a period between two looks of the autoscaler.");

    /// <summary>Mean latency of the last such period.</summary>
    public static readonly Metric PeriodLatencyLastUs = Define("period_latency_last_us", "us", "Mean latency of the last period between two looks of the autoscaler.");

    /// <summary>Events the simulator processed in the whole run.</summary>
    public static readonly Metric SimEvents = Define("sim_events", "", "Events the simulator processed in the whole run.");

    /// <summary>Simulated seconds in the measured window.</summary>
    public static readonly Metric SimSeconds = Define("sim_seconds", "s", "Simulated seconds in the measured window.");

    /// <summary>All metrics in column order.</summary>
    public static IReadOnlyList<Metric> All => s_all;

    /// <summary>The metric of that name, or <see langword="null"/>.</summary>
    public static Metric? Find(string name) => s_byName.GetValueOrDefault(name);

    private static Metric Define(string name, string unit, string about)
    {
        var metric = new Metric(name, unit, about) { Index = s_all.Count };
        s_all.Add(metric);
        s_byName.Add(name, metric);
        return metric;
    }
}
