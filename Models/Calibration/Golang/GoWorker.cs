using System.ComponentModel;
using System.Diagnostics;
using GmpSim.Calibration.Measuring;

namespace GmpSim.Calibration.Golang;

/// <summary>A running Go program. It is killed when this is disposed of; should this process end without that, the program ends with its standard input.</summary>
internal sealed class GoWorker : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);
    private readonly Process _process;

    private GoWorker(Process process)
    {
        _process = process;
        Errors = new(process.StandardError);
    }

    /// <summary>The port of a server.</summary>
    internal int Port { get; private set; }

    /// <summary>Starts a program on some CPUs and waits until it listens or is ready to begin.</summary>
    /// <param name="program">The program.</param>
    /// <param name="plan">What it is to do.</param>
    /// <param name="cpus">CPUs it may use, as the kernel numbers them; empty for all.</param>
    /// <exception cref="GoRunException">It did not start.</exception>
    internal static GoWorker Start(GoProgram program, GoRunPlan plan, IReadOnlyList<int> cpus)
    {
        var worker = new GoWorker(StartOn(cpus, ShortCommand.StartInfo(program.File, plan.Work.Flags, GoEnvironment.OfProgram(plan.Gomaxprocs, plan.SchedTrace))));
        try
        {
            worker.Port = worker.Read().Port;
            return worker;
        }
        catch
        {
            worker.Dispose();
            throw;
        }
    }

    /// <summary>Lets it begin; servers need not.</summary>
    internal GoReport Begin() => Command("start");

    /// <summary>What it has done.</summary>
    internal GoReport Report() => Command("report");

    /// <summary>Its standard error.</summary>
    internal GoErrorOutput Errors { get; }

    /// <summary>What its threads have counted.</summary>
    internal ThreadCounts Threads() => ThreadCounts.OfProcess(_process.Id);

    public void Dispose()
    {
        try
        {
            if (!_process.HasExited) _process.Kill();
            _process.WaitForExit(s_patience);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception)
        {
            // It had ended by itself.
        }

        _process.Dispose();
    }

    // A child has the CPUs of the thread that started it, so this one wears them for a moment.
    private static Process StartOn(IReadOnlyList<int> cpus, ProcessStartInfo info)
    {
        var own = Affinity.Allowed();
        var pinned = cpus.Count > 0 && own.Count > 0 && Affinity.TryPin([.. cpus]);
        try
        {
            return Process.Start(info)!;
        }
        catch (Win32Exception error)
        {
            throw new GoRunException($"the Go program cannot be started: {error.Message}");
        }
        finally
        {
            if (pinned) Affinity.TryPin([.. own]);
        }
    }

    private GoReport Command(string command)
    {
        try
        {
            _process.StandardInput.WriteLine(command);
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            throw Ended();
        }

        return Read();
    }

    private GoReport Read()
    {
        var line = _process.StandardOutput.ReadLineAsync();
        if (!line.Wait(s_patience)) throw new GoRunException($"the Go program did not answer within {s_patience.TotalSeconds:0} s");
        return line.Result is { } text ? GoReport.Parse(text) : throw Ended();
    }

    private GoRunException Ended()
    {
        var said = Errors.Complaints(s_patience);
        return new($"the Go program ended too early{(said.Length > 0 ? $": {said}" : "")}");
    }
}
