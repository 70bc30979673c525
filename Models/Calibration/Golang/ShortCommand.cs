using System.ComponentModel;
using System.Diagnostics;

namespace GmpSim.Calibration.Golang;

/// <summary>A command that is to end by itself.</summary>
/// <param name="Exit">Its exit code; <see langword="null"/> when it could not start or took too long.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Errors">What it complained about, or why it did not end.</param>
internal sealed record ShortCommand(int? Exit, string Output, string Errors)
{
    /// <summary>Runs a command and waits for its end; it and its children are killed when time is up.</summary>
    /// <param name="path">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables to set; an empty one is removed.</param>
    /// <param name="atMost">How long it may take.</param>
    /// <param name="cancel">Ends it early.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal static ShortCommand Run(string path, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, TimeSpan atMost, CancellationToken cancel)
    {
        try
        {
            using var process = Process.Start(StartInfo(path, arguments, environment))!;
            process.StandardInput.Close();
            return Await(process, atMost, cancel);
        }
        catch (Win32Exception error)
        {
            return new(null, "", error.Message);
        }
    }

    /// <summary>How a child process is started: no shell, all three streams our own.</summary>
    internal static ProcessStartInfo StartInfo(string path, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var info = new ProcessStartInfo(path, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            if (value.Length == 0) info.Environment.Remove(name);
            else info.Environment[name] = value;
        }

        return info;
    }

    private static ShortCommand Await(Process process, TimeSpan atMost, CancellationToken cancel)
    {
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(atMost);
        try
        {
            Task.WhenAll(output, errors, process.WaitForExitAsync(limit.Token)).Wait(limit.Token);
            return new(process.ExitCode, output.Result, errors.Result);
        }
        catch (Exception error) when (limit.IsCancellationRequested && error is OperationCanceledException or AggregateException)
        {
            process.Kill(entireProcessTree: true);
            cancel.ThrowIfCancellationRequested();
            return new(null, "", $"it had not ended after {atMost.TotalSeconds:0} s");
        }
    }
}
