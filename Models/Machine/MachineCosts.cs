using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>What hardware and kernel operations cost, as simulated durations.</summary>
/// <remarks>Values come from a machine profile (Models/Profiles), where each has its source. Every cost is at least zero.</remarks>
public sealed record MachineCosts
{
    /// <summary>Entering and leaving the kernel once (<c>kernel.syscall</c>).</summary>
    public required SimDuration Syscall { get; init; }

    /// <summary>Switching a core from one thread to another of the same process (<c>kernel.context_switch</c>).</summary>
    public required SimDuration ContextSwitch { get; init; }

    /// <summary>From the wake-up call to the target core's kernel noticing it, where it watches a flag while idle (<c>kernel.wake_deliver</c>).</summary>
    public required SimDuration WakeDeliver { get; init; }

    /// <summary>From a wake-up call that sends an interrupt to the target core's kernel noticing it (<c>kernel.ipi_deliver</c>).</summary>
    public required SimDuration IpiDeliver { get; init; }

    /// <summary>What sending an interrupt to another core adds to a wake-up for the waker (<c>kernel.ipi_send</c>).</summary>
    public required SimDuration IpiSend { get; init; }

    /// <summary>What an interrupt to another CPU of a virtual machine adds to a wake-up for the waker: sending it leaves the guest (<c>kernel.ipi_send_vm</c>).</summary>
    public required SimDuration IpiSendVm { get; init; }

    /// <summary>How long the host polls at most for a virtual CPU that has halted before it takes its core away (<c>kernel.halt_poll</c>).</summary>
    public required SimDuration HaltPoll { get; init; }

    /// <summary>What a halted virtual CPU needs more than a core in a shallow state if the host still polls for it (<c>kernel.halt_exit_polled</c>).</summary>
    public required SimDuration HaltExitPolled { get; init; }

    /// <summary>What a halted virtual CPU needs more than a core in a shallow state if the host has taken its core away (<c>kernel.halt_exit_blocked</c>).</summary>
    public required SimDuration HaltExitBlocked { get; init; }

    /// <summary>Leaving an idle state entered less than idle_gap_medium ago (<c>kernel.idle_exit_shallow</c>).</summary>
    public required SimDuration IdleExitShallow { get; init; }

    /// <summary>Leaving an idle state entered less than idle_gap_deep ago (<c>kernel.idle_exit_medium</c>).</summary>
    public required SimDuration IdleExitMedium { get; init; }

    /// <summary>Leaving a deep idle state (<c>kernel.idle_exit_deep</c>).</summary>
    public required SimDuration IdleExitDeep { get; init; }

    /// <summary>Idle time from which the medium exit cost applies (<c>kernel.idle_gap_medium</c>).</summary>
    public required SimDuration IdleGapMedium { get; init; }

    /// <summary>Idle time from which the deep exit cost applies (<c>kernel.idle_gap_deep</c>).</summary>
    public required SimDuration IdleGapDeep { get; init; }

    /// <summary>
    /// What a core that has idled for ever loses until its caches, TLBs and branch predictors hold again what the kernel and the programs at both ends of a message need (<c>kernel.cold_start</c>).
    /// See <see cref="ColdCaches"/>.
    /// </summary>
    public required SimDuration ColdStart { get; init; }

    /// <summary>What leaving a medium or deep idle state takes longer on a core that has idled for ever, since the way out of the kernel is cold too (<c>kernel.cold_wake</c>).</summary>
    public required SimDuration ColdWake { get; init; }

    /// <summary>Idle time after which 63 % of <see cref="ColdStart"/> and <see cref="ColdWake"/> are lost (<c>kernel.cold_time</c>).</summary>
    public required SimDuration ColdTime { get; init; }

    /// <summary>
    /// Slice of a thread on a machine with one CPU (sysctl_sched_base_slice, before 6.6 sysctl_sched_min_granularity), of which <see cref="KernelRules.SliceOn"/> makes the machine's; the other times of CFS are multiples
    /// of it. Zero for no scheduling class at all: threads run until they sleep (<c>kernel.slice</c>).
    /// </summary>
    public required SimDuration Slice { get; init; }

    /// <summary>Time between two ticks of a busy core, at which the kernel looks whether a slice or a CPU quota is used up (<c>kernel.tick</c>); where it is zero, it looks at the very instant.</summary>
    public required SimDuration Tick { get; init; }

    /// <summary>A system call's way to sleep, from finding nothing until the thread is switched out (<c>kernel.sleep</c>); FUTEX_WAIT's is <see cref="FutexWait"/>.</summary>
    public required SimDuration Sleep { get; init; }

    /// <summary>Pulling a waiting thread over to a core that just went idle (<c>kernel.newidle_pull</c>).</summary>
    public required SimDuration NewidlePull { get; init; }

    /// <summary>A waiting thread that ran this recently on its core counts as cache hot and is not pulled (<c>kernel.migration_cost</c>).</summary>
    public required SimDuration MigrationCost { get; init; }

    /// <summary>How much later than asked a sleep ends (<c>kernel.timer_slack</c>).</summary>
    public required SimDuration TimerSlack { get; init; }

    /// <summary>What a timer's interrupt takes of a core that is at work (<c>kernel.timer_interrupt</c>).</summary>
    public required SimDuration TimerInterrupt { get; init; }

    /// <summary>How far apart the ends of equal sleeps are: a timer goes off so much late at most, evenly distributed (<c>kernel.timer_jitter</c>).</summary>
    public required SimDuration TimerJitter { get; init; }

    /// <summary>clone, on the parent's side, the lock apart (<c>kernel.thread_create</c>).</summary>
    public required SimDuration ThreadCreate { get; init; }

    /// <summary>clone, from the parent's return to the child's first instruction, wake-up apart (<c>kernel.thread_start</c>).</summary>
    public required SimDuration ThreadStart { get; init; }

    /// <summary>What of clone the threads of a process do one after another (<c>kernel.thread_create_lock</c>).</summary>
    public required SimDuration ThreadCreateLock { get; init; }

    /// <summary>RCU grace period, for which a thread waits asleep (<c>kernel.rcu_grace_period</c>).</summary>
    public required SimDuration RcuGracePeriod { get; init; }

    /// <summary>files->file_lock held once (<c>kernel.descriptor_lock</c>).</summary>
    public required SimDuration DescriptorLock { get; init; }

    /// <summary>siglock held once by tgkill (<c>kernel.signal_lock</c>).</summary>
    public required SimDuration SignalLock { get; init; }

    /// <summary>tgkill, sender's side, the lock apart (<c>kernel.signal_send</c>).</summary>
    public required SimDuration SignalSend { get; init; }

    /// <summary>From tgkill to the handler's first instruction on a running thread (<c>kernel.signal_deliver</c>).</summary>
    public required SimDuration SignalDeliver { get; init; }

    /// <summary>Frame, handler and sigreturn on the receiver (<c>kernel.signal_handle</c>).</summary>
    public required SimDuration SignalHandle { get; init; }

    /// <summary>FUTEX_WAKE where no thread of the bucket sleeps, in all (<c>futex.wake_empty</c>).</summary>
    public required SimDuration FutexWakeEmpty { get; init; }

    /// <summary>The lock of a futex bucket held once, by FUTEX_WAIT, FUTEX_WAKE or a thread whose time has run out (<c>futex.bucket</c>).</summary>
    public required SimDuration FutexBucket { get; init; }

    /// <summary>FUTEX_WAKE for each sleeper that it wakes, caller's side, the bucket's lock apart (<c>futex.wake</c>).</summary>
    public required SimDuration FutexWake { get; init; }

    /// <summary>FUTEX_WAIT until the thread is switched out, the bucket's lock apart (<c>futex.wait</c>).</summary>
    public required SimDuration FutexWait { get; init; }

    /// <summary>epoll_wait that finds nothing and does not block (<c>epoll.wait_empty</c>).</summary>
    public required SimDuration EpollWaitEmpty { get; init; }

    /// <summary>epoll_wait that returns events, fixed part (<c>epoll.harvest</c>).</summary>
    public required SimDuration EpollHarvest { get; init; }

    /// <summary>epoll_wait, per returned event (<c>epoll.item</c>).</summary>
    public required SimDuration EpollItem { get; init; }

    /// <summary>ep->lock held once: at the begin of a harvest, at its end, before falling asleep.</summary>
    public required SimDuration EpollScanLock { get; init; }

    /// <summary>ep_poll_callback that links an item, under the instance's lock (<c>epoll.callback</c>).</summary>
    public required SimDuration EpollCallback { get; init; }

    /// <summary>ep_poll_callback that wakes a waiter, on top, signaller's side (<c>epoll.wake</c>).</summary>
    public required SimDuration EpollWake { get; init; }

    /// <summary>epoll_ctl ADD (<c>epoll.add</c>).</summary>
    public required SimDuration EpollAdd { get; init; }

    /// <summary>epoll_ctl MOD (<c>epoll.modify</c>).</summary>
    public required SimDuration EpollModify { get; init; }

    /// <summary>epoll_ctl DEL (<c>epoll.delete</c>).</summary>
    public required SimDuration EpollDelete { get; init; }

    /// <summary>Writing an eventfd, wake-up apart (<c>eventfd.write</c>).</summary>
    public required SimDuration EventfdWrite { get; init; }

    /// <summary>send of a small message on loopback, the receiver's protocol work included: the sender pays for the softirq (<c>tcp.send</c>).</summary>
    public required SimDuration TcpSend { get; init; }

    /// <summary>send of a small message to another machine (<c>tcp.send_remote</c>).</summary>
    public required SimDuration TcpSendRemote { get; init; }

    /// <summary>Receiving a small message from another machine: interrupt and softirq on the core that takes it (<c>tcp.softirq</c>).</summary>
    public required SimDuration TcpSoftirq { get; init; }

    /// <summary>recv of a queued small message (<c>tcp.receive</c>).</summary>
    public required SimDuration TcpReceive { get; init; }

    /// <summary>recv that ends in EAGAIN (<c>tcp.receive_again</c>).</summary>
    public required SimDuration TcpReceiveAgain { get; init; }

    /// <summary>connect on loopback with the whole handshake (<c>tcp.connect</c>).</summary>
    public required SimDuration TcpConnect { get; init; }

    /// <summary>socket (<c>tcp.socket</c>).</summary>
    public required SimDuration TcpSocketCall { get; init; }

    /// <summary>Trying one port in connect (<c>tcp.port_probe</c>).</summary>
    public required SimDuration TcpPortProbe { get; init; }

    /// <summary>close of a connection that the other side has not closed, on loopback (<c>tcp.close</c>).</summary>
    public required SimDuration TcpClose { get; init; }

    /// <summary>close of a connection that the other side has closed, on loopback (<c>tcp.close_passive</c>).</summary>
    public required SimDuration TcpClosePassive { get; init; }

    /// <summary>accept4 with a queued connection (<c>tcp.accept</c>).</summary>
    public required SimDuration TcpAccept { get; init; }

    /// <summary>Copying one KiB to or from a socket (<c>tcp.copy_kib</c>).</summary>
    public required SimDuration TcpCopyKib { get; init; }

    /// <summary>Atomic read-modify-write on a line the core owns (<c>cache.rmw_local</c>).</summary>
    public required SimDuration RmwLocal { get; init; }

    /// <summary>Line transfer between two hardware threads of a core (<c>cache.transfer_sibling</c>).</summary>
    public required SimDuration TransferSibling { get; init; }

    /// <summary>Line transfer between cores under one last-level cache (<c>cache.transfer_llc</c>).</summary>
    public required SimDuration TransferLlc { get; init; }

    /// <summary>Line transfer between last-level caches of a socket (<c>cache.transfer_socket</c>).</summary>
    public required SimDuration TransferSocket { get; init; }

    /// <summary>Line transfer between sockets (<c>cache.transfer_other_socket</c>).</summary>
    public required SimDuration TransferOtherSocket { get; init; }

    /// <summary>What each further sharer adds to a write that makes all of them give up a line (<c>cache.invalidate_sharer</c>).</summary>
    public required SimDuration InvalidateSharer { get; init; }

    /// <summary>Load that the core's own L2 cache answers (<c>cache.l2_hit</c>).</summary>
    public required SimDuration L2Hit { get; init; }

    /// <summary>Load that the last-level cache answers (<c>cache.l3_hit</c>).</summary>
    public required SimDuration L3Hit { get; init; }

    /// <summary>Load from memory of the own NUMA node (<c>cache.memory</c>).</summary>
    public required SimDuration Memory { get; init; }

    /// <summary>Load from memory of another NUMA node of the socket (<c>cache.memory_socket</c>).</summary>
    public required SimDuration MemorySocket { get; init; }

    /// <summary>Load from memory of another socket (<c>cache.memory_remote</c>).</summary>
    public required SimDuration MemoryRemote { get; init; }

    /// <summary>Reads every cost from a profile.</summary>
    /// <param name="cost">Gives the value of a key such as <c>kernel.syscall</c>; throws for an unknown one.</param>
    public static MachineCosts From(Func<string, SimDuration> cost)
    {
        ArgumentNullException.ThrowIfNull(cost);
        return new()
        {
            Syscall = cost("kernel.syscall"),
            ContextSwitch = cost("kernel.context_switch"),
            WakeDeliver = cost("kernel.wake_deliver"),
            IpiDeliver = cost("kernel.ipi_deliver"),
            IpiSend = cost("kernel.ipi_send"),
            IpiSendVm = cost("kernel.ipi_send_vm"),
            HaltPoll = cost("kernel.halt_poll"),
            HaltExitPolled = cost("kernel.halt_exit_polled"),
            HaltExitBlocked = cost("kernel.halt_exit_blocked"),
            IdleExitShallow = cost("kernel.idle_exit_shallow"),
            IdleExitMedium = cost("kernel.idle_exit_medium"),
            IdleExitDeep = cost("kernel.idle_exit_deep"),
            IdleGapMedium = cost("kernel.idle_gap_medium"),
            IdleGapDeep = cost("kernel.idle_gap_deep"),
            ColdStart = cost("kernel.cold_start"),
            ColdWake = cost("kernel.cold_wake"),
            ColdTime = cost("kernel.cold_time"),
            Slice = cost("kernel.slice"),
            Tick = cost("kernel.tick"),
            Sleep = cost("kernel.sleep"),
            NewidlePull = cost("kernel.newidle_pull"),
            MigrationCost = cost("kernel.migration_cost"),
            TimerSlack = cost("kernel.timer_slack"),
            TimerInterrupt = cost("kernel.timer_interrupt"),
            TimerJitter = cost("kernel.timer_jitter"),
            ThreadCreate = cost("kernel.thread_create"),
            ThreadStart = cost("kernel.thread_start"),
            ThreadCreateLock = cost("kernel.thread_create_lock"),
            RcuGracePeriod = cost("kernel.rcu_grace_period"),
            DescriptorLock = cost("kernel.descriptor_lock"),
            SignalLock = cost("kernel.signal_lock"),
            SignalSend = cost("kernel.signal_send"),
            SignalDeliver = cost("kernel.signal_deliver"),
            SignalHandle = cost("kernel.signal_handle"),
            FutexWakeEmpty = cost("futex.wake_empty"),
            FutexBucket = cost("futex.bucket"),
            FutexWake = cost("futex.wake"),
            FutexWait = cost("futex.wait"),
            EpollWaitEmpty = cost("epoll.wait_empty"),
            EpollHarvest = cost("epoll.harvest"),
            EpollItem = cost("epoll.item"),
            EpollScanLock = cost("epoll.scan_lock"),
            EpollCallback = cost("epoll.callback"),
            EpollWake = cost("epoll.wake"),
            EpollAdd = cost("epoll.add"),
            EpollModify = cost("epoll.modify"),
            EpollDelete = cost("epoll.delete"),
            EventfdWrite = cost("eventfd.write"),
            TcpSend = cost("tcp.send"),
            TcpSendRemote = cost("tcp.send_remote"),
            TcpSoftirq = cost("tcp.softirq"),
            TcpReceive = cost("tcp.receive"),
            TcpReceiveAgain = cost("tcp.receive_again"),
            TcpConnect = cost("tcp.connect"),
            TcpSocketCall = cost("tcp.socket"),
            TcpPortProbe = cost("tcp.port_probe"),
            TcpClose = cost("tcp.close"),
            TcpClosePassive = cost("tcp.close_passive"),
            TcpAccept = cost("tcp.accept"),
            TcpCopyKib = cost("tcp.copy_kib"),
            RmwLocal = cost("cache.rmw_local"),
            TransferSibling = cost("cache.transfer_sibling"),
            TransferLlc = cost("cache.transfer_llc"),
            TransferSocket = cost("cache.transfer_socket"),
            TransferOtherSocket = cost("cache.transfer_other_socket"),
            InvalidateSharer = cost("cache.invalidate_sharer"),
            L2Hit = cost("cache.l2_hit"),
            L3Hit = cost("cache.l3_hit"),
            Memory = cost("cache.memory"),
            MemorySocket = cost("cache.memory_socket"),
            MemoryRemote = cost("cache.memory_remote"),
        };
    }
}
