using System.Diagnostics;
using GmpSim.Scenarios.Batch;

namespace GmpSim.Cli.Progress;

/// <summary>One line a finished point, and one every few seconds while a point takes long: for logs and pipes.</summary>
internal sealed class PlainProgress(TextWriter writer) : IProgressView
{
    private static readonly TimeSpan s_longestSilence = TimeSpan.FromSeconds(5);

    private readonly Stopwatch _silence = Stopwatch.StartNew();

    public T Follow<T>(Func<Action<BatchProgress>, T> batch) => batch(Show);

    private void Show(BatchProgress progress)
    {
        var pointEnded = progress.PointDone == progress.PointExpected;
        if (!pointEnded && _silence.Elapsed < s_longestSilence) return;
        _silence.Restart();
        var point = progress.Point.Length == 0 ? progress.Scenario : $"{progress.Scenario} {progress.Point}";
        writer.WriteLine($"{point}: {progress.PointDone} of {progress.PointExpected} runs ({progress.RunsDone} of {progress.RunsExpected} in all)");
    }
}
