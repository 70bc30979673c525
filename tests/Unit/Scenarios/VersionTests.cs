using GmpSim.Scenarios.Reading;

namespace GmpSim.Tests.Unit.Scenarios;

/// <summary>YAML's rules would make the number 1.2 of an unquoted 1.20.</summary>
public sealed class VersionTests
{
    [TestCase("1.20", "6.10")]
    [TestCase("\"1.20\"", "\"6.10\"")]
    public void Versions_are_read_as_they_are_written_with_quotes_and_without(string go, string kernel)
    {
        var setup = Read($"    os: {{ kernel: {kernel} }}\n    runtime: {{ go: {go} }}\n", ReadOptions.None);

        Assert.That((setup.Runtime!.GoMinor, setup.Os.Kernel), Is.EqualTo((20, "6.10")));
    }

    [Test]
    public void Swept_and_overridden_ones_are_too()
    {
        Assert.That(Read("    sweep: { runtime.go: [1.20, 1.21] }\n", ReadOptions.None).Runtime!.GoMinor, Is.EqualTo(20));

        var setup = Read("", new() { Overrides = ["runtime.go=1.20", "os.kernel=6.10"] });
        Assert.That((setup.Runtime!.GoMinor, setup.Os.Kernel), Is.EqualTo((20, "6.10")));
    }

    private static GmpSim.Scenarios.Spec.PointSetup Read(string more, ReadOptions options)
    {
        var result = ScenarioReader.ReadText("test.yaml", $"gmpsim: 1\nscenarios:\n  demo:\n    workload: {{ server: {{ kind: echo }}, clients: [{{ kind: closed }}] }}\n{more}", options);
        Assert.That(result.Problems, Is.Empty);
        return result.File!.Scenarios[0].Points[0].Setup;
    }
}
