using GmpSim.Scenarios.Reading;

namespace GmpSim.Tests.Unit.Scenarios;

/// <summary>The scenarios of <c>Scenarios/limits</c>.</summary>
public sealed class LimitScenarioTests
{
    [Test]
    public void They_are_read_without_a_problem()
    {
        var read = ScenarioReader.Read(Repository.PathOf("Scenarios", "limits", "connections.yaml"));

        Assert.That(read.Problems, Is.Empty);
    }
}
