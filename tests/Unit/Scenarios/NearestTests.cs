using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Tests.Unit.Scenarios;

internal sealed class NearestTests
{
    [TestCase("", "", 0)]
    [TestCase("abc", "", 3)]
    [TestCase("kitten", "sitting", 3)]
    [TestCase("spinnign", "spinning", 1)]
    [TestCase("ab", "ba", 1)]
    public void The_distance_counts_letters_wrong_missing_extra_or_swapped(string left, string right, int expected) =>
        Assert.That(Nearest.Distance(left, right), Is.EqualTo(expected));

    [TestCase("gomaxproc", "gomaxprocs")]
    [TestCase("per_p", "per-p")]
    [TestCase("Shared", "shared")]
    [TestCase("max", "maximum")]
    [TestCase("colour", null)]
    [TestCase("x", null)]
    public void The_nearest_word_is_found_where_one_is_near(string word, string? expected) =>
        Assert.That(Nearest.To(word, ["gomaxprocs", "per-p", "shared", "maximum", "os"]), Is.EqualTo(expected));

    [Test]
    public void Of_words_equally_near_the_first_wins() => Assert.That(Nearest.To("cat", ["car", "cap"]), Is.EqualTo("car"));
}
