using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>Where Ms come from (newm, newm1, newosproc, templateThread in proc.go).</summary>
/// <remarks>
/// A thread is made only when a P needs an M and none is parked, and it is never given back: it parks. So there are
/// about as many as Ps and goroutines that were in system calls at the same time. Only the end of a goroutine that is locked to its thread ends that.
/// </remarks>
internal sealed class Threads(GoProcess process, CpuSet allowed)
{
    /// <summary>How many threads there may be. Source: sched.maxmcount, schedinit, every Go version; debug.SetMaxThreads is not modelled.</summary>
    internal const int Most = 10_000;

    private readonly List<WorkerThread> _all = [];
    private readonly List<WorkerThread> _handedOver = [];
    private readonly Futex _note = process.NewNote(); // newmHandoff.wake
    private KernelThread? _template;
    private bool _templateSleeps;
    private int _created;
    private int _ofTheRuntime;

    /// <summary>The Ms that run goroutines, in order of creation.</summary>
    internal IReadOnlyList<WorkerThread> All => _all;

    /// <summary>Threads alive, sysmon and template thread included (mcount).</summary>
    internal int Count => _all.Count + _ofTheRuntime;

    /// <summary>The thread of sysmon, which needs no P.</summary>
    internal void StartSysmon()
    {
        CountOne();
        process.Host.NewThread("sysmon", process.Account, allowed).Start(process.Sysmon.Run, SimDuration.Zero, near: null);
    }

    /// <summary>newm: a new M with its thread.</summary>
    /// <param name="by">Who makes it and pays; nobody at the start, and where work comes from outside the process.</param>
    /// <param name="p">The P that it begins with, if any.</param>
    /// <param name="spinning">Whether it begins as a searcher.</param>
    /// <exception cref="ThreadExhaustionException">There would be more than 10,000 threads.</exception>
    internal WorkerThread NewM(KernelThread? by, Processor? p, bool spinning)
    {
        var id = _created++;
        var m = new WorkerThread(id, process.Host.NewThread($"M{id}", process.Account, allowed), process.Options.MaxEvents) { NextP = p, Spinning = spinning };
        _all.Add(m);
        process.Counters.ThreadsCreated++;
        CheckCount();

        // A goroutine may have put the thread that it is locked to into an odd state, which a clone would inherit.
        if (by is not null && process.LockedThreads.IsLocked(by)) HandOver(by, m);
        else Clone(by, m);
        return m;
    }

    /// <summary>startTemplateThread: a thread in a known good state, which clones for the Ms that must not.</summary>
    internal void StartTemplate(KernelThread by)
    {
        if (_template is not null) return;
        CountOne();
        process.Counters.ThreadsCreated++;
        _template = process.Host.NewThread("template", process.Account, allowed);
        by.Clone(_template, RunTemplate);
    }

    /// <summary>mexit: an M has ended with the goroutine that was locked to it.</summary>
    internal void Free(WorkerThread m) => _all.Remove(m);

    /// <summary>newmHandoff: the template thread makes the new one.</summary>
    private void HandOver(KernelThread by, WorkerThread m)
    {
        _handedOver.Add(m);
        if (!_templateSleeps) return;
        _templateSleeps = false;
        _note.Wake(by);
    }

    /// <summary>templateThread: clones what has been handed over, the latest first, and sleeps.</summary>
    private async Process RunTemplate(KernelThread thread)
    {
        thread.SpendInRuntime(process.Costs.ThreadSetup);
        while (true)
        {
            await thread.Settle();
            while (_handedOver.Count > 0)
            {
                var m = _handedOver[^1];
                _handedOver.RemoveAt(_handedOver.Count - 1);
                Clone(thread, m);
                await thread.Settle();
            }

            _templateSleeps = true;
            _note.BeginWait(thread);
            await thread.Block();
        }
    }

    private void Clone(KernelThread? by, WorkerThread m)
    {
        if (by is not null) by.Clone(m.Thread, Code);
        else m.Thread.Start(Code, SimDuration.Zero, near: null, process.Host.Costs.ThreadStart);

        Process Code(KernelThread thread) => process.Scheduler.Run(m);
    }

    private void CountOne()
    {
        _ofTheRuntime++;
        CheckCount();
    }

    /// <summary>checkmcount.</summary>
    private void CheckCount()
    {
        if (Count > Most) throw new ThreadExhaustionException(process.Now);
    }
}
