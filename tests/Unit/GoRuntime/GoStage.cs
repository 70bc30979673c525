using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Machine;
using GmpSim.Results;
using GmpSim.Tests.Unit.Machine;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>A Go process on a machine where everything is free unless a test says otherwise.</summary>
internal sealed class GoStage
{
    internal GoStage(int ps, Func<GoOptions, GoOptions>? options = null, Func<MachineCosts, MachineCosts>? costs = null, int cores = 8, Func<GoCosts, GoCosts>? goCosts = null)
    {
        Stage = new(cores, costs);
        var usual = new GoOptions { Gomaxprocs = ps, Rules = new(GoRules.NewestMinor), Topology = NetpollTopology.Shared };
        var free = GoCosts.From(_ => SimDuration.Zero);
        Process = new(Stage.Host, options is null ? usual : options(usual), goCosts is null ? free : goCosts(free), CpuSet.All(cores));
        Stage.Simulation.Observer = new InvariantChecker(Process);
    }

    internal Stage Stage { get; }

    internal GoProcess Process { get; }

    internal List<string> Log => Stage.Log;

    internal void Note(string what) => Stage.Note(what);

    /// <summary>Starts the process with a main goroutine and runs it.</summary>
    internal void Run(Func<WorkerThread, Goroutine, Process<RunOutcome>> main, long us = 100_000) => Run(new Code(main), us);

    internal void Run(IGoroutineBody main, long us = 100_000)
    {
        Process.Start(main);
        Stage.Run(us);
    }

    /// <summary>Runs a goroutine that computes, and before it, in runnext, one that opens a connection and parks on it.</summary>
    internal void RunHogAndReader(long hogUs, TcpSocket socket, PollDesc pd) => Run(async (m, _) =>
    {
        Spawn(m, Busy("hog", hogUs));
        Spawn(m, Reader("reader", socket, pd));
        await m.Thread.Settle();
        return RunOutcome.Exited;
    });

    internal void Spawn(WorkerThread m, Func<WorkerThread, Goroutine, Process<RunOutcome>> code) => Process.Spawn(m, new Code(code));

    internal void Submit(Func<WorkerThread, Goroutine, Process<RunOutcome>> code, LatencyClock? clock = null) => Process.SubmitToGlobal(new Code(code), clock);

    /// <summary>A goroutine that notes when it starts, computes without being preempted, and ends.</summary>
    internal Func<WorkerThread, Goroutine, Process<RunOutcome>> Busy(string name, long us) => async (m, _) =>
    {
        Note($"{name} on P{m.P!.Id}");
        m.Thread.Spend(Stage.Us(us));
        await m.Thread.Settle();
        return RunOutcome.Exited;
    };

    /// <summary>A goroutine that notes its P's tick, and ends.</summary>
    internal Func<WorkerThread, Goroutine, Process<RunOutcome>> Ticking(string name) => async (m, _) =>
    {
        Note($"{name} tick {m.P!.SchedTick}");
        await m.Thread.Settle();
        return RunOutcome.Exited;
    };

    /// <summary>A goroutine that makes one system call, notes on which P it is back, and ends.</summary>
    internal Func<WorkerThread, Goroutine, Process<RunOutcome>> Caller(string name, long us, SyscallKind kind = SyscallKind.Ordinary)
    {
        var hasCalled = false;
        return async (m, g) =>
        {
            if (!hasCalled)
            {
                hasCalled = true;
                Process.NonBlockingSyscall(m); // so that this P has seen a system call before
                if (!await Process.Syscalls.Call(m, g, Stage.Us(us), kind)) return RunOutcome.LostP;
            }

            Note($"{name} back on P{m.P!.Id}");
            await m.Thread.Settle();
            return RunOutcome.Exited;
        };
    }

    /// <summary>A goroutine that opens a connection and notes every message that it reads.</summary>
    internal Func<WorkerThread, Goroutine, Process<RunOutcome>> Reader(string name, TcpSocket socket, PollDesc pd, bool isOpen = false)
    {
        return async (m, g) =>
        {
            if (!isOpen) Process.Open(m, pd);
            isOpen = true;
            while (true)
            {
                GoProcess.ResetPoll(pd);
                await m.Thread.Settle();
                if (!socket.HasMessage && Process.ParkOnNetpoll(m, g, pd)) return RunOutcome.Parked;
                if (!socket.HasMessage) continue;
                socket.Receive();
                Note($"{name} on P{m.P!.Id}");
            }
        };
    }

    /// <summary>A goroutine that sleeps, then does something.</summary>
    internal Func<WorkerThread, Goroutine, Process<RunOutcome>> After(long us, Action<WorkerThread> action)
    {
        var hasSlept = false;
        return async (m, g) =>
        {
            await m.Thread.Settle();
            if (!hasSlept)
            {
                hasSlept = true;
                Process.ParkForSleep(m, g, Stage.Us(us));
                return RunOutcome.Parked;
            }

            action(m);
            return RunOutcome.Exited;
        };
    }

    /// <summary>A goroutine that waits for a descriptor once, and notes why the wait ended.</summary>
    internal Func<WorkerThread, Goroutine, Process<RunOutcome>> Waiter(string name, PollDesc pd, PollMode mode)
    {
        var hasWaited = false;
        return async (m, g) =>
        {
            await m.Thread.Settle();
            if (!hasWaited)
            {
                hasWaited = true;
                Netpoller.Reset(pd, mode);
                if (Process.Netpoller.Park(m, g, pd, mode)) return RunOutcome.Parked;
            }

            Note($"{name} {pd.Check(mode)}");
            return RunOutcome.Exited;
        };
    }

    /// <summary>A connection on which a message arrives from outside at each of the times.</summary>
    internal (TcpSocket Socket, PollDesc PollDesc) Connection(int number, params long[] arrivalsUs)
    {
        var socket = TcpSocket.Pair(Stage.Host, number).Server;
        foreach (var at in arrivalsUs) socket.DeliverAfter(Stage.Us(at), new Message());
        return (socket, Process.NewPollDesc(socket));
    }

    /// <summary>Goroutines in the global queue, by number.</summary>
    internal IEnumerable<long> GlobalQueue()
    {
        for (var g = Process.Sched.GlobalHead; g is not null; g = g.SchedLink) yield return g.Id;
    }

    private sealed class Message : IMessage
    {
        public int SizeBytes => 1;

        public LatencyClock Clock { get; } = new();

        public void Arrived(SimTime at)
        {
        }
    }
}
