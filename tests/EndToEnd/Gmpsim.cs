using System.Diagnostics;

namespace GmpSim.Tests.EndToEnd;

/// <summary>The built program as a process of its own.</summary>
internal sealed class Gmpsim : IDisposable
{
    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "gmpsim.dll");
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(15);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private Gmpsim(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts the program in a folder.</summary>
    internal static Gmpsim Start(string folder, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [s_program, .. arguments]) 
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("GMPSIM_DEBUG");
        return new(Process.Start(start)!);
    }

    /// <summary>Runs the program to its end.</summary>
    internal static Ended Run(string folder, params IEnumerable<string> arguments)
    {
        using var process = Start(folder, arguments);
        return process.WaitForEnd();
    }

    internal Ended WaitForEnd()
    {
        if (!_process.WaitForExit(s_patience))
        {
            _process.Kill();
            Assert.Fail("gmpsim did not end");
        }

        return new(_process.ExitCode, _output.Result, _errors.Result);
    }

    /// <summary>Waits until a condition holds, or the program has ended before.</summary>
    internal void WaitUntil(Func<bool> condition)
    {
        var patience = Stopwatch.StartNew();
        while (!condition() && !_process.HasExited && patience.Elapsed < s_patience) Thread.Sleep(5);
        Assert.That(_process.HasExited, Is.False, "the program must still be running");
    }

    /// <summary>Ends the process at once; it gets no chance to tidy up.</summary>
    internal void KillHard()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>What Ctrl-C does; a polite kill, which takes the same way, where the tests themselves run with Ctrl-C switched off.</summary>
    internal void Interrupt() => Send(IsInterruptIgnored() ? "TERM" : "INT", _process.Id);

    /// <summary>What Ctrl-C does to a program that was started by this one.</summary>
    internal static void Interrupt(int process) => Send("INT", process);

    private static void Send(string signal, int process)
    {
        using var kill = Process.Start("sh", ["-c", $"kill -{signal} {process}"]);
        kill.WaitForExit();
    }

    // A shell starts background jobs with SIGINT ignored, and processes hand that on to their children.
    private static bool IsInterruptIgnored()
    {
        const string Status = "/proc/self/status";
        const ulong InterruptBit = 1 << 1;
        if (!File.Exists(Status)) return false;
        var ignored = File.ReadLines(Status).First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))["SigIgn:".Length..].Trim();
        return (Convert.ToUInt64(ignored, 16) & InterruptBit) != 0;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    /// <summary>How a process ended.</summary>
    internal sealed record Ended(int ExitCode, string Output, string Errors)
    {
        public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Errors}";
    }
}
