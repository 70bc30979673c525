using System.Text.RegularExpressions;
using GmpSim.Engine;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Tests.Unit.Scenarios;

/// <summary>
/// The article's claims in scenarios.yaml: none is missing, and none has parameters of its own. What a claim varies may differ (Ps, netpoller, load, cores, pinning, the limit of descriptors, the
/// program's operations); what the article leaves open (service time, allocation, working set, collector, other tenants, distance) and what the machine costs are the same for all of them.
/// </summary>
public sealed class ArticleTests
{
    /// <summary>Scenarios whose computing time is what their claim is about: CPU-bound work (A3).</summary>
    private static readonly string[] s_ownComputing = ["cpu-bound"];

    private static readonly ScenarioFile s_file = ScenarioReader.Read(Path.Combine(Repository.Root, "scenarios.yaml")).File!;

    private static readonly Scenario[] s_article = [.. s_file.Scenarios.Where(scenario => scenario.Expect.Any(claim => ClaimOf(claim).Length > 0))];

    private static readonly (Scenario Scenario, PointSetup Setup)[] s_points = [.. s_article.SelectMany(scenario => scenario.Points.Select(point => (scenario, point.Setup)))];

    private static IEnumerable<string> ClaimsOfTheArticle => Enumerable.Range(1, 17).Select(number => $"A{number}");

    [TestCaseSource(nameof(ClaimsOfTheArticle))]
    public void Every_claim_is_held_against_a_run(string claim)
    {
        var expectations = s_article.SelectMany(scenario => scenario.Expect).Where(expectation => ClaimOf(expectation) == claim).ToList();

        Assert.That(expectations, Is.Not.Empty);
        Assert.That(expectations.Select(expectation => expectation.Claim), Has.None.Empty);
    }

    [Test]
    public void Every_claim_about_the_Go_runtime_is_run_under_both_netpollers_at_every_number_of_Ps()
    {
        foreach (var scenario in s_article.Where(scenario => scenario.Name != "time-wait-curve"))
        {
            var topologies = scenario.Points.Where(point => point.Setup.Runtime is not null)
                .ToLookup(point => point.Setup.Runtime!.Gomaxprocs, point => point.Setup.Runtime!.Netpoller.Topology);
            foreach (var gomaxprocs in topologies) Assert.That(gomaxprocs, Does.Contain("shared").And.Contain("per-p"), $"{scenario.Name} at {gomaxprocs.Key} Ps");
        }
    }

    [Test]
    public void All_machines_are_one_machine_with_more_or_fewer_cores()
    {
        AllAre(setup => setup.Machine.Profile);
        AllAre(setup => string.Join("; ", setup.Machine.Costs.OrderBy(cost => cost.Key, StringComparer.Ordinal).Select(cost => $"{cost.Key} {cost.Value.Value}")));
        AllAre(setup => string.Join("; ", setup.Machine.Traits.OrderBy(trait => trait.Key, StringComparer.Ordinal).Select(trait => $"{trait.Key} {trait.Value.Value}")));
        AllAre(setup => (setup.Machine.Sockets, setup.Machine.LlcsPerSocket, setup.Machine.ThreadsPerCore));
        Assert.That(s_points.Select(point => point.Setup.Machine.Cores).Distinct(), Is.SubsetOf([4, 16]), "the article's machines");
    }

    [Test]
    public void The_kernel_and_what_else_runs_are_the_same_but_for_pinning_and_the_limit_of_descriptors()
    {
        AllAre(setup => setup.Os with { PinServer = null, PinClient = null, FdLimit = null, Background = [] });
        AllAre(setup => string.Join("; ", setup.Os.Background));
        Assert.That(s_points.Where(point => point.Setup.Os.FdLimit is not null).Select(point => point.Scenario.Name).Distinct(), Is.EqualTo(["descriptors"]));
    }

    [Test]
    public void The_Go_runtime_is_the_same_but_for_Ps_and_netpoller()
    {
        AllAre(setup => setup.Runtime is { } go ? (go.GoMinor, go.Gc, go.Toggles, go.ExactPollTimeout, go.FollowsCgroup) : null);
        AllAre(setup => setup.Runtime is { Netpoller: var poller } ? (poller.Trigger, poller.Oneshot, poller.Exclusive, poller.Waiters, poller.MaxEvents) : null);
    }

    [Test]
    public void Programs_take_their_times_and_sizes_from_the_values_that_all_claims_share()
    {
        var (serviceTime, handshake, business) = (ComputingOf("keep-alive", "hello").Single(), ComputingOf("blocking-calls", "tls")[0], ComputingOf("order", "service")[1]);
        Assert.That(Computing(s_points.Where(point => !s_ownComputing.Contains(point.Scenario.Name))).Distinct(), Is.EquivalentTo([serviceTime, handshake, business]));
        Assert.That(s_points.Where(point => point.Setup.Workload.Server.Kind == "epoll-threads").Select(point => point.Setup.Workload.Server.HandlerTime).Distinct(), Is.EqualTo([serviceTime]));
        OneOf<SleepOperation>(operation => operation.Time);
        OneOf<AcquireOperation>(operation => operation.Timeout!.Value);
        OneOf<TouchMemoryOperation>(operation => (operation.Memory, operation.Size, operation.Bytes));
        OneOf<SyscallOperation>(operation => (operation.Time, operation.IsCgo, operation.IsBlocking));
        OneOf<DialOperation>(operation => (operation.Rtt, operation.ResponseBytes));
        foreach (var service in s_points.SelectMany(point => OperationsOf(point.Setup)).OfType<DialOperation>().GroupBy(dial => dial.To, StringComparer.Ordinal))
            Assert.That(service.Select(dial => dial.Service).Distinct().Count(), Is.EqualTo(1), service.Key);
    }

    [Test]
    public void The_server_that_pools_its_requests_differs_from_the_other_in_what_it_allocates_and_nothing_else()
    {
        var programs = s_points.SelectMany(point => point.Setup.Programs.Values).DistinctBy(program => program.Name).ToDictionary(program => program.Name, StringComparer.Ordinal);
        static object[] Without(ProgramSpec program) => [.. program.Operations.Select(operation => operation is AllocOperation alloc ? alloc with { Place = "", Bytes = 0 } : operation with { Place = "" })];
        int[] Allocated(params string[] names) => [.. names.Select(name => programs[name].AllOperations.OfType<AllocOperation>().Single().Bytes).Distinct()];

        Assert.That(Without(programs["pooled"]), Is.EqualTo(Without(programs["hello"])));
        Assert.That(Allocated("pooled"), Is.Not.EqualTo(Allocated("hello")));
        Assert.That(Allocated([.. programs.Keys.Where(name => name != "pooled" && programs[name].AllOperations.OfType<AllocOperation>().Any())]), Is.EqualTo(Allocated("hello")), "all others allocate as much");
    }

    [Test]
    public void The_services_of_the_sale_differ_in_their_load_and_nothing_else()
    {
        var services = s_points.Where(point => point.Setup.Cluster is not null).ToList();
        var usual = services.Where(point => point.Scenario.Name != "inventory").ToList();

        Assert.That(services.Select(point => point.Scenario.Name).Distinct(), Is.EqualTo(["order", "payment", "inventory"]));
        Assert.That(usual.Select(point => point.Setup.Cluster).Distinct().Count(), Is.EqualTo(1));
        Assert.That(services.Select(point => point.Setup.Workload.Clients.Single()).Select(client => (client.Connections, client.Timeout, client.Script.Count)).Distinct().Count(), Is.EqualTo(1));
        Assert.That(services.Select(point => point.Setup.Cluster! with { Autoscale = point.Setup.Cluster.Autoscale! with { Rule = point.Setup.Cluster.Autoscale.Rule with { TargetPercent = 0 } } }).Distinct().Count(), Is.EqualTo(1), "but for the target that inventory sweeps");

        // What the article leaves open is what the makers of the parts say: 10 connections for each P (go-redis), 80 % (Kubernetes).
        Assert.That(usual.Select(PoolAndTarget).Distinct(), Is.EqualTo([(40, 80)]));
        Assert.That(services.Select(PoolAndTarget).Distinct(), Is.SupersetOf([(40, 80), (16, 50)]));

        static (int Size, int Target) PoolAndTarget((Scenario Scenario, PointSetup Setup) point) =>
            (OperationsOf(point.Setup).OfType<AcquireOperation>().Single().Size!.Value, point.Setup.Cluster!.Autoscale!.Rule.TargetPercent);
    }

    [Test]
    public void Clients_are_as_far_away_and_send_as_much_in_every_scenario()
    {
        var clients = s_points.SelectMany(point => point.Setup.Workload.Clients).Where(client => client.Kind != "events").ToList();

        Assert.That(clients.Where(client => !client.SameMachine).Select(client => client.Rtt).Distinct().Count(), Is.EqualTo(1));
        Assert.That(clients.Select(client => (client.RequestBytes, client.ResponseBytes)).Distinct().Count(), Is.EqualTo(1));
    }

    private static string ClaimOf(ExpectSpec claim) => Regex.Match(claim.Id, @"^A\d+(?=-|$)", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;

    private static IEnumerable<OperationSpec> OperationsOf(PointSetup setup)
    {
        // Programs of the file that the point does not run count as well: they are the same for everybody.
        return setup.Programs.Values.SelectMany(program => program.AllOperations);
    }

    private static IEnumerable<Distribution?> Computing(IEnumerable<(Scenario Scenario, PointSetup Setup)> points) =>
        points.SelectMany(point => OperationsOf(point.Setup)).OfType<CpuOperation>().Select(operation => operation.Time);

    private static List<Distribution?> ComputingOf(string scenario, string program) =>
        [.. s_points.First(point => point.Scenario.Name == scenario).Setup.Programs[program].AllOperations.OfType<CpuOperation>().Select(operation => operation.Time)];

    private static void AllAre(Func<PointSetup, object?> of)
    {
        foreach (var other in s_points.Select(point => (point.Scenario.Name, Value: of(point.Setup))).Where(point => point.Value is not null))
            Assert.That(other.Value, Is.EqualTo(of(s_points[0].Setup)), $"{other.Name} against {s_points[0].Scenario.Name}");
    }

    private static void OneOf<TOperation>(Func<TOperation, object> of)
        where TOperation : OperationSpec
    {
        var values = s_points.SelectMany(point => OperationsOf(point.Setup)).OfType<TOperation>().Select(of).Distinct().ToList();
        Assert.That(values, Has.Count.EqualTo(1), $"{typeof(TOperation).Name}: {string.Join(", ", values)}");
    }
}
