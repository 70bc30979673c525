using System.Globalization;
using GmpSim.Engine;
using GmpSim.Scenarios.Worlds;

namespace GmpSim.Benchmarks;

/// <summary>A compact table in a minute: lower quartiles of interleaved repetitions in one process. For ratios, not for absolute figures.</summary>
internal static class QuickMode
{
    private const int Events = 100_000;

    private static readonly int[] Populations = [16, 100, 256, 1_000, 4_096, 65_536, 1_000_000];

    /// <summary>Hold models: calendar against heap.</summary>
    internal static void Hold(IReadOnlyCollection<string> shapes)
    {
        Warm();
        Write("hold model, ns/event     n      heap  calendar  heap/calendar  calendar bytes/event");
        foreach (var shape in Enum.GetValues<IncrementShape>())
        {
            if (shapes.Count > 0 && !shapes.Contains(shape.ToString(), StringComparer.OrdinalIgnoreCase)) continue;
            foreach (var population in Populations)
            {
                var heap = new HoldModel(PendingEventSetKind.Heap, shape, population);
                var calendar = new HoldModel(PendingEventSetKind.Calendar, shape, population);
                var scores = Contest.Run(() => Held(heap), () => Held(calendar));
                Write($"{shape,-16}{population,10}{scores[0].Nanoseconds,10:F1}{scores[1].Nanoseconds,10:F1}{Ratio(scores, 0, 1),14:F2}x{scores[1].Bytes,20:F2}");
            }
        }
    }

    /// <summary>The whole engine: handlers against processes.</summary>
    internal static void Processes()
    {
        foreach (var style in Enum.GetValues<ActorStyle>()) new EngineModel(PendingEventSetKind.Calendar, style, IncrementShape.Uniform, 100).Run(3_000_000);
        Write("engine, ns/event         n   handler   process    nested  process/handler  nested/handler  nested bytes/event");
        foreach (var population in Populations)
        {
            var models = Enum.GetValues<ActorStyle>()
                .Select(style => new EngineModel(PendingEventSetKind.Calendar, style, IncrementShape.Uniform, population)).ToArray();
            var scores = Contest.Run([.. models.Select<EngineModel, Func<long>>(model => () => model.Run(Events))]);
            Write($"{"Uniform",-16}{population,10}{scores[0].Nanoseconds,10:F1}{scores[1].Nanoseconds,10:F1}{scores[2].Nanoseconds,10:F1}{Ratio(scores, 1, 0),16:F2}x{Ratio(scores, 2, 0),15:F2}x{scores[2].Bytes,18:F2}");
        }
    }

    /// <summary>A recording from a real scenario.</summary>
    internal static void Replay(string file)
    {
        var recording = Recording.Read(file);
        for (var round = 0; round < 5; round++)
        {
            foreach (var kind in Enum.GetValues<PendingEventSetKind>()) recording.Replay(kind);
        }

        var scores = Contest.Run(() => recording.Replay(PendingEventSetKind.Heap), () => recording.Replay(PendingEventSetKind.Calendar));
        Write("replay, ns/event    events      heap  calendar  heap/calendar");
        Write($"{Path.GetFileName(file),-16}{recording.Count,10}{scores[0].Nanoseconds,10:F1}{scores[1].Nanoseconds,10:F1}{Ratio(scores, 0, 1),14:F2}x");
    }

    /// <summary>The article's world: events a second, simulated against wall time, bytes an event; all variants in turns.</summary>
    internal static void Worlds()
    {
        var step = SimDuration.FromMilliseconds(100);
        var variants = new[] { "shared", "per-p" }.SelectMany(netpoller => Enum.GetValues<PendingEventSetKind>().Select(queue => (netpoller, queue))).ToArray();
        var worlds = variants.Select(variant => ArticleWorld.Build(variant.netpoller, variant.queue)).ToArray();
        foreach (var world in worlds) world.Simulation.RunUntil(SimTime.Zero + SimDuration.FromMilliseconds(500));

        var eventsPerStep = new long[worlds.Length];
        var scores = Contest.Run([.. worlds.Select<World, Func<long>>((world, index) => () =>
        {
            var before = world.Simulation.EventCount;
            world.Simulation.RunUntil(world.Simulation.Now + step);
            return eventsPerStep[index] = world.Simulation.EventCount - before;
        })]);
        Write("world A1, 4 Ps     netpoller     queue   ns/event  million events/s  simulated/wall  bytes/event");
        for (var i = 0; i < worlds.Length; i++)
        {
            var speed = step.Seconds * 1e9 / (scores[i].Nanoseconds * eventsPerStep[i]);
            Write($"{"",-16}{variants[i].netpoller,12}{variants[i].queue,10}{scores[i].Nanoseconds,11:F1}{1000 / scores[i].Nanoseconds,18:F2}{speed,15:F1}x{scores[i].Bytes,13:F3}");
        }
    }

    /// <summary>Records what the article's world asks of its pending-event set, for <see cref="Replay"/>.</summary>
    internal static void Record(string netpoller, string file)
    {
        var world = ArticleWorld.Build(netpoller, PendingEventSetKind.Calendar);
        world.Simulation.RunUntil(SimTime.Zero + SimDuration.FromMilliseconds(300));
        var recorder = new ScheduleRecorder(1_000_000);
        world.Simulation.Observer = recorder;
        world.Simulation.RunUntil(world.Simulation.Now + SimDuration.FromMilliseconds(500));
        using var writer = new StreamWriter(file);
        recorder.WriteCsv(writer);
        Write($"{recorder.Count} events recorded in {file}");
    }

    /// <summary>Lets the compiler see every path before anything is measured.</summary>
    private static void Warm()
    {
        foreach (var shape in Enum.GetValues<IncrementShape>())
        {
            new HoldModel(PendingEventSetKind.Heap, shape, 1_000).Hold(500_000);
            new HoldModel(PendingEventSetKind.Calendar, shape, 1_000).Hold(500_000);
        }
    }

    private static long Held(HoldModel model)
    {
        model.Hold(Events);
        return Events;
    }

    private static double Ratio(IReadOnlyList<Score> scores, int numerator, int denominator) =>
        scores[numerator].Nanoseconds / scores[denominator].Nanoseconds;

    private static void Write(FormattableString row) => Console.WriteLine(row.ToString(CultureInfo.InvariantCulture));

    private static void Write(string row) => Console.WriteLine(row);
}
