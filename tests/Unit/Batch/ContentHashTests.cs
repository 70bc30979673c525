using GmpSim.Engine;
using GmpSim.Scenarios.Batch;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Tests.Unit.Batch;

public sealed class ContentHashTests
{
    [Test]
    public void Equal_content_has_equal_hashes_whatever_the_order_of_a_dictionary()
    {
        var forth = new Dictionary<string, int>(StringComparer.Ordinal) { ["a"] = 1, ["b"] = 2 };
        var back = new Dictionary<string, int>(StringComparer.Ordinal) { ["b"] = 2, ["a"] = 1 };

        Assert.That(Hash(forth), Is.EqualTo(Hash(back)));
        Assert.That(Hash(System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary(forth)), Has.Length.EqualTo(32));
    }

    [Test]
    public void The_place_of_an_operation_does_not_count_but_its_kind_does()
    {
        Assert.That(Hash(new LockOperation("f:1:1", "m")), Is.EqualTo(Hash(new LockOperation("f:9:9", "m"))));
        Assert.That(Hash(new LockOperation("f:1:1", "m")), Is.Not.EqualTo(Hash(new UnlockOperation("f:1:1", "m"))));
    }

    [Test]
    public void A_probability_counts_however_it_is_written()
    {
        Assert.That(Hash(new ChooseWay(12.5m, [])), Is.EqualTo(Hash(new ChooseWay(12.50m, []))));
        Assert.That(Hash(new ChooseWay(12.5m, [])), Is.Not.EqualTo(Hash(new ChooseWay(12.6m, []))));
    }

    [Test]
    public void One_changed_cost_deep_inside_changes_the_hash()
    {
        static MachineSpec Machine(long ns) => new("m", 1, 1, 4, 1, new Dictionary<string, CostEntry>(StringComparer.Ordinal)
        {
            ["kernel.syscall"] = new("kernel.syscall", SimDuration.FromNanoseconds(ns), "assumed"),
        });

        Assert.That(Hash(Machine(100)), Is.Not.EqualTo(Hash(Machine(101))));
    }

    [Test]
    public void Neighbouring_texts_do_not_run_together() => Assert.That(Hash(new[] { "ab", "c" }), Is.Not.EqualTo(Hash(new[] { "a", "bc" })));

    [Test]
    public void Long_lists_are_hashed_by_their_content()
    {
        static RecordedArrival[] Recording(int oddOne) =>
            [.. Enumerable.Range(0, 5000).Select(i => new RecordedArrival(SimDuration.FromMicroseconds(i), i == oddOne ? 1 : 0, 100, SimDuration.Zero))];

        var (first, same) = (Recording(7), Recording(7));

        Assert.That(Hash(same), Is.EqualTo(Hash(first)));
        Assert.That(Hash(first), Is.Not.EqualTo(Hash(Recording(8))));
    }

    private static string Hash(object value)
    {
        using var hash = new ContentHash();
        return hash.Add(value).Take();
    }
}
