using GmpSim.Engine;
using GmpSim.Scenarios.Schema.Values;

namespace GmpSim.Tests.Unit.Scenarios;

internal sealed class ValueTests
{
    [TestCase("1ps", 1)]
    [TestCase("1ns", 1_000)]
    [TestCase("12.7us", 12_700_000)]
    [TestCase("3µs", 3_000_000)]
    [TestCase("1e3 us", 1_000_000_000)]
    [TestCase("0s", 0)]
    [TestCase("2m", 120_000_000_000_000)]
    [TestCase("24h", 86_400_000_000_000_000)]
    [TestCase("0.5ps", 0)]
    [TestCase("1.5ps", 2)]
    public void Durations_are_whole_picoseconds(string text, long expected)
    {
        Assert.That(DurationValue.FromZero.TryParse(text, out var value), Is.Null);
        Assert.That(value, Is.EqualTo(SimDuration.FromPicoseconds(expected)));
    }

    [TestCase("30", "GMP0201")]
    [TestCase("0", "GMP0201")]
    [TestCase("30sec", "GMP0202")]
    [TestCase("s", "GMP0203")]
    [TestCase("", "GMP0203")]
    [TestCase("1,5ms", "GMP0203")]
    [TestCase("-1ms", "GMP0204")]
    [TestCase("25h", "GMP0204")]
    [TestCase("1e27h", "GMP0204")]
    [TestCase("1e999s", "GMP0204")]
    public void What_is_no_duration_is_told_why(string text, string code) =>
        Assert.That(DurationValue.FromZero.Check(text)?.Code, Is.EqualTo(code));

    [TestCase("20k/s", 20_000)]
    [TestCase("5/min", 5 / 60.0)]
    [TestCase("1.5M/s", 1_500_000)]
    [TestCase("3600/h", 1)]
    public void Rates_are_numbers_per_second(string text, double expected)
    {
        Assert.That(new RateValue().TryParse(text, out var value), Is.Null);
        Assert.That(value, Is.EqualTo(expected).Within(1e-9));
    }

    [TestCase("64KiB", 65_536)]
    [TestCase("64kB", 64_000)]
    [TestCase("1 MiB", 1_048_576)]
    [TestCase("0B", 0)]
    public void Sizes_are_whole_bytes(string text, int expected)
    {
        Assert.That(BytesValue.Message.TryParse(text, out var value), Is.Null);
        Assert.That(value, Is.EqualTo(expected));
    }

    [TestCase("64kib", "GMP0202", "64KiB")]
    [TestCase("0.3B", "GMP0204", null)]
    [TestCase("2GiB", "GMP0204", null)]
    public void What_is_no_size_is_told_why(string text, string code, string? suggestion)
    {
        Assert.That(BytesValue.Message.Check(text)?.Code, Is.EqualTo(code));
        Assert.That(BytesValue.Message.Check(text)?.Suggestion, Is.EqualTo(suggestion));
    }

    [TestCase("8B", "'8B' is out of range: 16B to 1KiB")]
    [TestCase("2KiB", "'2KiB' is out of range: 16B to 1KiB")]
    [TestCase("100B", "'100B' is not a power of two")]
    public void The_bounds_of_a_size_are_told_as_they_are(string text, string message) =>
        Assert.That(new BytesValue(1 << 10, 16) { IsPowerOfTwo = true }.Check(text)?.Message, Is.EqualTo(message));

    [TestCase("100B", "128B")]
    [TestCase("80B", "64B")]
    [TestCase("1000B", "1KiB")]
    public void The_nearest_power_of_two_is_suggested(string text, string suggestion) =>
        Assert.That(new BytesValue(1 << 10, 16) { IsPowerOfTwo = true }.Check(text)?.Suggestion, Is.EqualTo(suggestion));

    [TestCase("6.12-arch1", "6.12")]
    [TestCase("6.8.12-generic", "6.8.12")]
    [TestCase("3.10.0-1160.el7", "4.5")]
    [TestCase("6.12+", "6.12")]
    [TestCase("new", null)]
    [TestCase("6", null)]
    public void Of_what_uname_says_the_version_is_suggested(string text, string? suggestion)
    {
        Assert.That(new KernelVersionValue().Check(text)?.Code, Is.EqualTo("GMP0203"));
        Assert.That(new KernelVersionValue().Check(text)?.Suggestion, Is.EqualTo(suggestion));
    }

    [TestCase("0-3", new[] { 0, 1, 2, 3 })]
    [TestCase("0-1,4", new[] { 0, 1, 4 })]
    [TestCase("3, 1", new[] { 1, 3 })]
    public void Lists_of_CPUs_are_read_as_the_kernel_writes_them(string text, int[] expected)
    {
        Assert.That(new CpuListValue().TryParse(text, out var value), Is.Null);
        Assert.That(value, Is.EqualTo(expected));
    }

    [TestCase("1.14", 14)]
    [TestCase("1.27", 27)]
    public void Go_versions_are_minor_numbers(string text, int expected)
    {
        Assert.That(new GoVersionValue().TryParse(text, out var value), Is.Null);
        Assert.That(value, Is.EqualTo(expected));
    }

    [TestCase("1.13", "1.14")]
    [TestCase("1.28", "1.27")]
    [TestCase("go1.22", "1.22")]
    [TestCase("1.22.3", "1.22")]
    [TestCase("1.2", "1.20")]
    [TestCase("1.3", "1.14")]
    [TestCase("2.0", null)]
    public void Go_versions_without_rules_are_refused(string text, string? suggestion)
    {
        Assert.That(new GoVersionValue().Check(text)?.Code, Is.EqualTo("GMP0205"));
        Assert.That(new GoVersionValue().Check(text)?.Suggestion, Is.EqualTo(suggestion));
    }

    [Test]
    public void A_precision_is_a_width_and_a_confidence()
    {
        Assert.That(new PrecisionValue().TryParse("2% at 95%", out var value), Is.Null);
        Assert.That(value, Is.EqualTo((0.02, 0.95)));
        Assert.That(new PrecisionValue().Check("0% at 95%")?.Code, Is.EqualTo("GMP0204"));
        Assert.That(new PrecisionValue().Check("2% at 100%")?.Code, Is.EqualTo("GMP0204"));
    }

    [TestCase("10%", 0.1)]
    [TestCase("0.5%", 0.005)]
    public void Percentages_are_fractions(string text, double expected)
    {
        Assert.That(new PercentValue().TryParse(text, out var value), Is.Null);
        Assert.That(value, Is.EqualTo(expected));
    }

    [TestCase("none", null)]
    [TestCase("2.5cores", 2.5)]
    [TestCase("250%", 2.5)]
    public void A_quota_is_cores_or_none(string text, double? expected)
    {
        Assert.That(new KeywordOr<double>("none", new CoresValue()).TryParse(text, out var value), Is.Null);
        Assert.That(value, Is.EqualTo(expected));
    }
}
