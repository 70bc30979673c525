using GmpSim.Scenarios.Batch;
using Spectre.Console;

namespace GmpSim.Cli.Progress;

/// <summary>A bar with the remaining time, for somebody watching.</summary>
internal sealed class BarProgress(IAnsiConsole console) : IProgressView
{
    private const int WidestDescription = 48;

    public T Follow<T>(Func<Action<BatchProgress>, T> batch) => console.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .Start(context =>
        {
            var bar = context.AddTask("starting", maxValue: 1);
            return batch(progress =>
            {
                Show(bar, progress);
                context.Refresh();
            });
        });

    // Simulated time is the measure: runs of one batch may differ a hundredfold in length.
    private static void Show(ProgressTask bar, BatchProgress progress)
    {
        var text = $"{progress.RunsDone}/{progress.RunsExpected} runs, {progress.Scenario} {progress.Point}";
        bar.Description = Markup.Escape(text.Length <= WidestDescription ? text : $"{text[..(WidestDescription - 1)]}…");
        bar.MaxValue = Math.Max(progress.TimeExpected.Seconds, double.Epsilon);
        bar.Value = progress.TimeDone.Seconds;
    }
}
