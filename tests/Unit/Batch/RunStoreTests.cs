using GmpSim.Engine;
using GmpSim.Results;
using GmpSim.Scenarios.Batch;

namespace GmpSim.Tests.Unit.Batch;

public sealed class RunStoreTests
{
    private static readonly RunIdentity s_identity = new("a.p000.r0000.json", "f00d");

    private readonly List<string> _notices = [];
    private string _out = "";
    private RunStore _store = null!;

    private string StoredFile => Path.Combine(_out, "state", "runs", s_identity.FileName);

    [SetUp]
    public void Make_a_store()
    {
        _out = Directory.CreateTempSubdirectory("gmpsim-store-").FullName;
        _notices.Clear();
        _store = new(_out, _notices.Add);
        _store.Lock().Dispose();
    }

    [TearDown]
    public void Remove_the_folder() => Directory.Delete(_out, recursive: true);

    [Test]
    public void A_record_comes_back_bit_by_bit()
    {
        var record = Record();

        _store.Save(s_identity, record);
        var back = _store.FindRun(s_identity)!;

        Assert.That(back.Values, Is.EqualTo(record.Values), "0.1 + 0.2, the smallest number above zero, nothing");
        Assert.That(back.Point, Is.EqualTo(record.Point));
        Assert.That((back.Seed, back.Digest, back.Replication), Is.EqualTo((record.Seed, record.Digest, record.Replication)));
        Assert.That(back.Attribution, Is.EqualTo(record.Attribution));
        Assert.That(back.Latency.Buckets(), Is.EqualTo(record.Latency.Buckets()));
        Assert.That((back.Latency.SumPicoseconds, back.Latency.Min, back.Latency.Max), Is.EqualTo((record.Latency.SumPicoseconds, record.Latency.Min, record.Latency.Max)));
        Assert.That(back.SkewByP[1].Quantile(0.5), Is.EqualTo(record.SkewByP[1].Quantile(0.5)));
        Assert.That(_notices, Is.Empty);
    }

    [Test]
    public void What_was_never_stored_is_absent_without_a_word()
    {
        Assert.That(_store.FindRun(s_identity), Is.Null);
        Assert.That(_notices, Is.Empty);
    }

    [Test]
    public void A_file_of_another_plan_is_ignored_with_a_message()
    {
        _store.Save(s_identity, Record());

        Assert.That(_store.FindRun(s_identity with { Fingerprint = "beef" }), Is.Null);
        Assert.That(_notices, Is.EqualTo(new[] { $"{StoredFile} is of another plan; the run is simulated again" }));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(300)]
    public void A_torn_file_is_ignored_with_a_message(int bytesLeft)
    {
        _store.Save(s_identity, Record());
        File.WriteAllBytes(StoredFile, File.ReadAllBytes(StoredFile)[..bytesLeft]);

        Assert.That(_store.FindRun(s_identity), Is.Null);
        Assert.That(_notices, Is.EqualTo(new[] { $"{StoredFile} is torn; the run is simulated again" }));
    }

    [Test]
    public void A_changed_digit_is_noticed()
    {
        _store.Save(s_identity, Record());
        File.WriteAllText(StoredFile, File.ReadAllText(StoredFile).Replace("0.30000000000000004", "0.3", StringComparison.Ordinal));

        Assert.That(_store.FindRun(s_identity), Is.Null);
        Assert.That(_notices, Is.EqualTo(new[] { $"{StoredFile} is damaged; the run is simulated again" }));
    }

    [Test]
    public void A_file_that_holds_something_else_is_ignored()
    {
        File.WriteAllText(StoredFile, """{"Fingerprint":"f00d","Checksum":"x","Content":null}""");

        Assert.That(_store.FindRun(s_identity), Is.Null);
        Assert.That(_notices, Has.Count.EqualTo(1));
    }

    [Test]
    public void Two_processes_cannot_write_to_one_folder()
    {
        using var held = _store.Lock();

        Assert.That(() => new RunStore(_out, _notices.Add).Lock(), Throws.TypeOf<StateInUseException>());
    }

    [Test]
    public void The_plan_comes_back_as_it_was_stored()
    {
        var claim = TestClaims.Claim("throughput_rps[rate=400] / throughput_rps[rate=200]", 2, given: ("netpoller", "shared"));
        var expected = TestScenarios.Plan(TestScenarios.Queue("a", [200, 400], null, claim)).Outline;

        _store.WriteOutline(expected);
        var back = _store.ReadOutline()!;

        Assert.That(back.Scenarios[0].Points, Has.Count.EqualTo(2));
        Assert.That(back.Scenarios[0].IdentityOf(1, 2, SimDuration.Zero), Is.EqualTo(expected.Scenarios[0].IdentityOf(1, 2, SimDuration.Zero)));
        Assert.That(back.Scenarios[0].Expect[0].Given, Is.EqualTo(claim.Given));
        Assert.That(back.Scenarios[0].Expect[0].Expression.Evaluate(_ => 3), Is.EqualTo(1));
        Assert.That(back.IsSameAs(expected), Is.True);
    }

    private static RunRecord Record()
    {
        var latency = new Histogram();
        var skew = new Histogram();
        foreach (var us in new[] { 0, 1, 17, 17, 4_000, 123_456_789 }) latency.Record(SimDuration.FromMicroseconds(us));
        skew.Record(SimDuration.FromPicoseconds(12_345));
        var values = new double?[Metrics.All.Count];
        (values[0], values[1], values[2]) = (0.1 + 0.2, double.Epsilon, 0);
        return new()
        {
            Scenario = "a",
            Point = [new("runtime.netpoller", "netpoller", "per-p \"é\"")],
            Replication = 3,
            Seed = ulong.MaxValue,
            Digest = 0x8000_0000_0000_0001,
            Values = values,
            Latency = latency,
            SkewByP = [new Histogram(), skew],
            Attribution = [new("running", Int128.MaxValue), new("global-queue", 0)],
        };
    }
}
