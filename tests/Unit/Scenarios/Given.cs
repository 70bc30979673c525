using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Tests.Unit.Scenarios;

/// <summary>Small scenario files for the tests.</summary>
internal static class Given
{
    /// <summary>A workload that is good for nothing but being valid.</summary>
    public const string Workload = "workload: { server: { kind: echo }, clients: [{ kind: closed, think: 1ms }] }";

    /// <summary>A file with one scenario made of these lines and a workload, unless they have one.</summary>
    public static string File(params string[] lines)
    {
        string[] all = lines.Any(line => line.StartsWith("workload", StringComparison.Ordinal)) ? lines : [.. lines, Workload];
        return "gmpsim: 1\nscenarios:\n  demo:\n" + string.Concat(all.Select(line => $"    {line}\n"));
    }

    /// <summary>Reads a text that must be valid.</summary>
    public static ScenarioFile Read(string text, ReadOptions? options = null)
    {
        var result = ScenarioReader.ReadText("demo.yaml", text, options);
        Assert.That(result.HasErrors, Is.False, string.Concat(result.Problems));
        return result.File!;
    }

    /// <summary>The points of a file with one scenario made of these lines.</summary>
    public static IReadOnlyList<ScenarioPoint> Points(params string[] lines) => Read(File(lines)).Scenarios[0].Points;

    /// <summary>The setup of the only point of a file with one scenario made of these lines.</summary>
    public static PointSetup Setup(params string[] lines) => Points(lines).Single().Setup;

    /// <summary>Codes of the problems of a text.</summary>
    public static IEnumerable<string> Codes(string text, ReadOptions? options = null) =>
        ScenarioReader.ReadText("demo.yaml", text, options).Problems.Select(problem => problem.Code);
}
