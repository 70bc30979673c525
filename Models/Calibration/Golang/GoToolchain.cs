using System.Globalization;

namespace GmpSim.Calibration.Golang;

/// <summary>A Go toolchain of this machine.</summary>
/// <param name="Path">Where <c>go</c> is.</param>
/// <param name="Version">What it calls itself, for example <c>go1.19.8</c>.</param>
/// <param name="Minor">19 of Go 1.19.8.</param>
public sealed record GoToolchain(string Path, string Version, int Minor)
{
    /// <summary>The oldest version that the programs can be built with: runtime/metrics has /sched/latencies from 1.17 on.</summary>
    public const int OldestMinor = 17;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <summary>The first usable <c>go</c> on a search path.</summary>
    /// <param name="searchPath">Folders as in PATH; <see langword="null"/> for PATH itself.</param>
    /// <param name="problem">Why there is none, as half a sentence; empty when there is one.</param>
    public static GoToolchain? Find(string? searchPath, out string problem)
    {
        problem = "there is no Go toolchain on PATH; install one (Debian: golang-go) to hold the models against real Go programs";
        foreach (var folder in (searchPath ?? Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            var path = System.IO.Path.Combine(folder, "go");
            if (!File.Exists(path)) continue;
            if (Ask(path, out problem) is { } found) return found;
        }

        return null;
    }

    /// <summary>Reads what <c>go version</c> prints; <see langword="null"/> for anything else.</summary>
    /// <param name="path">Where <c>go</c> is.</param>
    /// <param name="line">For example <c>go version go1.19.8 linux/amd64</c>.</param>
    internal static GoToolchain? Parse(string path, string line)
    {
        const string start = "go1.";
        var version = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(word => word.StartsWith(start, StringComparison.Ordinal));
        if (version is null || !line.StartsWith("go version ", StringComparison.Ordinal)) return null;
        var digits = version.AsSpan(start.Length);
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(end < 0 ? digits : digits[..end], CultureInfo.InvariantCulture, out var minor) ? new(path, version, minor) : null;
    }

    private static GoToolchain? Ask(string path, out string problem)
    {
        var answer = ShortCommand.Run(path, ["version"], GoEnvironment.OfTools(System.IO.Path.GetTempPath()), s_patience, CancellationToken.None);
        if (Parse(path, answer.Output) is not { } found)
        {
            problem = $"'{path} version' did not say which Go it is{(answer.Errors.Length > 0 ? $": {answer.Errors.Trim()}" : "")}";
            return null;
        }

        problem = found.Minor < OldestMinor ? $"{path} is {found.Version}; at least Go 1.{OldestMinor} is needed" : "";
        return problem.Length == 0 ? found : null;
    }
}
