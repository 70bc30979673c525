using System.Collections.Concurrent;
using System.Diagnostics;
using GmpSim.Results;

namespace GmpSim.Reports;

/// <summary>Turns SVG files into PNG files of twice their size with <c>rsvg-convert</c>, where that program is installed.</summary>
internal static class PngConverter
{
    private const string Program = "rsvg-convert";

    /// <summary>Converts every file beside itself; gives the sentences to say about it.</summary>
    public static IReadOnlyList<string> Convert(IReadOnlyList<string> svgFiles)
    {
        if (svgFiles.Count == 0) return [];
        if (!IsInstalled()) return [$"No PNG pictures: {Program} is not on the PATH."];
        var failed = new ConcurrentBag<string>();
        Parallel.ForEach(svgFiles, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, file =>
        {
            if (!TryConvert(file)) failed.Add(Path.GetFileName(file));
        });
        return [.. failed.Order(StringComparer.Ordinal).Select(f => $"No PNG picture of {f}: {Program} refused it.")];
    }

    private static bool TryConvert(string file)
    {
        var start = new ProcessStartInfo(Program, ["--zoom", "2", "--format", "png", file])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start);
        if (process is null) return false;
        using var png = new MemoryStream();
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.StandardOutput.BaseStream.CopyTo(png);
        process.WaitForExit();
        if (process.ExitCode != 0 || png.Length == 0) return false;
        AtomicFile.Write(Path.ChangeExtension(file, ".png"), stream => stream.Write(png.GetBuffer(), 0, (int)png.Length));
        return true;
    }

    private static bool IsInstalled() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, Program)) || File.Exists(Path.Combine(folder, Program + ".exe")));
}
