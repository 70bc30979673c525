using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;
using GmpSim.Engine;

namespace GmpSim.Calibration.Live.Go;

/// <summary>Runs a goroutine until it parks: interprets the handler of its connection, over and over.</summary>
internal sealed unsafe class GoroutineRunner(IReadOnlyList<LiveStep> handler, Scheduler scheduler, Netpoll netpoll)
{
    internal const int MostBytes = 1 << 16;

    private readonly LiveStep[] _handler = [.. handler];
    private readonly SpinWork _spin = SpinWork.OfThisMachine;

    /// <summary><c>execute</c>, and what the goroutine does then.</summary>
    /// <param name="m">The M, which holds a P.</param>
    /// <param name="goroutine">The goroutine, which nobody else has.</param>
    /// <param name="buffer">Room for <see cref="MostBytes"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Execute(LiveM m, LiveG goroutine, byte* buffer)
    {
        Begin(m, goroutine);
        while (!scheduler.IsOver)
        {
            var step = _handler[goroutine.Step];
            switch (step.Kind)
            {
                case LiveStepKind.Cpu:
                    _spin.For(step.Time!.Sample(goroutine.Service).WholeNanoseconds);
                    break;
                case LiveStepKind.CpuRecorded:
                    _spin.For(goroutine.Link.Request.ServiceNs);
                    break;
                case LiveStepKind.Read:
                    if (!TryRead(m, goroutine, buffer)) return;
                    break;
                case LiveStepKind.Write:
                    if (!TryWrite(m, goroutine, buffer)) return;
                    break;
                default:
                    Advance(m, goroutine);
                    Yield(m, goroutine);
                    return;
            }

            Advance(m, goroutine);
        }
    }

    private void Begin(LiveM m, LiveG goroutine)
    {
        var p = m.P!;
        p.SchedTick++;
        if (goroutine.LastP != p.Number && goroutine.LastP >= 0) m.Thread.Counters->Migrations++;
        goroutine.LastP = p.Number;
        if (scheduler.IsMeasuring)
        {
            var now = Clock.Now();
            if (goroutine.RunnableSince != 0) p.SchedLatency.Record(SimDuration.FromNanoseconds(Math.Max(0, now - goroutine.RunnableSince)));
            if (goroutine.IsFromPoll) p.Skew.Record(SimDuration.FromNanoseconds(goroutine.Link.Clock.Since(now)));
        }

        goroutine.IsFromPoll = false;
    }

    private void Advance(LiveM m, LiveG goroutine)
    {
        goroutine.Bytes = 0;
        goroutine.Step++;
        if (goroutine.Step < _handler.Length) return;
        goroutine.Step = 0;
        m.Thread.Counters->Requests++;
    }

    /// <summary>Reads a request; <see langword="false"/> when the goroutine has parked, or is through.</summary>
    private bool TryRead(LiveM m, LiveG goroutine, byte* buffer)
    {
        goroutine.ResetPoll();
        while (goroutine.Bytes < goroutine.Link.Request.Bytes)
        {
            var bytes = Libc.Read(goroutine.Link.Socket, buffer, (nuint)Math.Min(MostBytes, goroutine.Link.Request.Bytes - goroutine.Bytes));
            if (bytes > 0)
            {
                goroutine.Bytes += (int)bytes;
                continue;
            }

            var error = Marshal.GetLastPInvokeError();
            if (bytes < 0 && error == Errno.Interrupted) continue;
            if (bytes == 0 || error != Errno.Again)
            {
                m.Thread.Counters->Errors++; // the client is gone; nobody needs this goroutine any more
                return false;
            }

            if (netpoll.TryPark(m, goroutine)) return false;
            goroutine.ResetPoll();
        }

        return true;
    }

    private bool TryWrite(LiveM m, LiveG goroutine, byte* buffer)
    {
        while (goroutine.Bytes < goroutine.Link.ResponseBytes)
        {
            var bytes = Libc.Write(goroutine.Link.Socket, buffer, (nuint)Math.Min(MostBytes, goroutine.Link.ResponseBytes - goroutine.Bytes));
            if (bytes > 0)
            {
                goroutine.Bytes += (int)bytes;
                continue;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == Errno.Interrupted) continue;
            if (error == Errno.Again) Yield(m, goroutine); // left out: waiting for room in the send buffer
            else m.Thread.Counters->Errors++;
            return false;
        }

        return true;
    }

    /// <summary><c>goschedImpl</c>: to the tail of the global queue.</summary>
    private void Yield(LiveM m, LiveG goroutine)
    {
        goroutine.RunnableSince = Clock.Now();
        scheduler.Lock();
        scheduler.PutGlobal(goroutine);
        scheduler.Unlock(m);
    }
}
