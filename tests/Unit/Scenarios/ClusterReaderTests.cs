using GmpSim.Engine;
using GmpSim.Load;

namespace GmpSim.Tests.Unit.Scenarios;

internal sealed class ClusterReaderTests
{
    private const string Workload = "workload: { server: { kind: echo }, clients: [{ kind: open, rate: 1k/s }] }";

    [Test]
    public void Without_the_section_a_server_is_one_process() => Assert.That(Given.Setup(Workload).Cluster, Is.Null);

    [Test]
    public void An_autoscaler_has_the_values_of_Kubernetes_unless_the_scenario_says_otherwise()
    {
        var cluster = Given.Setup(Workload, "cluster: { autoscale: { target: 70%, min: 2, max: 20 } }").Cluster!;

        Assert.That(cluster.Replicas, Is.EqualTo(2), "as many as there are at least");
        Assert.That(cluster.Balancer, Is.EqualTo(BalancingPolicy.LeastConnections));
        Assert.That(cluster.Autoscale!.Sync, Is.EqualTo(SimDuration.FromSeconds(15)));
        Assert.That(cluster.Autoscale.Startup, Is.EqualTo(SimDuration.FromSeconds(30)));
        Assert.That(cluster.Autoscale.Rule, Is.EqualTo(new ScalingOptions { TargetPercent = 70, Min = 2, Max = 20 }));
    }
}
