using GmpSim.Results;
using GmpSim.Scenarios.Batch;
using GmpSim.Tests.Unit.Reports;

namespace GmpSim.Tests.Unit.Batch;

internal sealed class SameRunsTests
{
    private const string Alike = "were the same run, event by event: nothing in it is random, so its intervals have no width and say nothing about other traffic.";

    [Test]
    public void A_point_whose_replications_have_one_digest_is_named() =>
        Assert.That(Note(Point("1", 7, 7, 7), Point("2", 7, 8, 7)), Is.EqualTo($"All 3 replications of point 'p=1' {Alike}"));

    [Test]
    public void Without_a_sweep_there_is_no_point_to_name() =>
        Assert.That(Note(TestBatch.Point([], TestBatch.Run(), TestBatch.Run())), Is.EqualTo($"All 2 replications {Alike}"));

    [Test]
    public void Of_many_points_four_are_named() =>
        Assert.That(Note([.. "123456".Select(p => Point(p.ToString(), 7, 7))]), Does.StartWith("All 2 replications of each of the points 'p=1', 'p=2', 'p=3', 'p=4' and 2 more were the same run"));

    [Test]
    public void A_single_replication_is_not_the_same_as_any_other() => Assert.That(Note(Point("1", 7)), Is.Null);

    private static string? Note(params PointResult[] points) => SameRuns.NoteOn(points)?.Text;

    private static PointResult Point(string p, params ulong[] digests) =>
        TestBatch.Point([("p", p)], [.. digests.Select(digest => TestBatch.Run() with { Digest = digest })]);
}
