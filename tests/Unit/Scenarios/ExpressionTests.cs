using GmpSim.Scenarios.Expressions;

namespace GmpSim.Tests.Unit.Scenarios;

internal sealed class ExpressionTests
{
    private static double Value(string text) =>
        ExpressionParser.Parse(text, out _)!.Evaluate(reference => reference.Metric == "a" ? 6 : 3);

    [TestCase("1 + 2 * 3", 7)]
    [TestCase("(1 + 2) * 3", 9)]
    [TestCase("10 - 4 - 3", 3)]
    [TestCase("24 / 4 / 2", 3)]
    [TestCase("-2 * -3", 6)]
    [TestCase("--2", 2)]
    [TestCase("1.5e2", 150)]
    [TestCase("2e-1", 0.2)]
    [TestCase("a / b", 2)]
    [TestCase("a[p=1] - b[p = 4, netpoller=per-p]", 3)]
    [TestCase("min(a, b, 1)", 1)]
    [TestCase("max(a, b) / abs(b - a)", 2)]
    public void Expressions_follow_the_rules_of_arithmetic(string text, double expected) => Assert.That(Value(text), Is.EqualTo(expected));

    [Test]
    public void A_division_by_zero_is_infinite() => Assert.That(Value("1 / (a - 2 * b)"), Is.EqualTo(double.PositiveInfinity));

    [Test]
    public void Selectors_keep_their_values_as_written_and_their_places()
    {
        var reference = (MetricReference)ExpressionParser.Parse("m[p=per-p, q=\"a, b\" , r = 1.5ms]", out _)!;

        Assert.That(reference.Selectors, Is.EqualTo(new[]
        {
            new PointSelector("p", 2, "per-p", 4),
            new PointSelector("q", 11, "a, b", 14),
            new PointSelector("r", 22, "1.5ms", 26),
        }));
    }

    [TestCase("", 0)]
    [TestCase("a +", 3)]
    [TestCase("a b", 2)]
    [TestCase("(a", 2)]
    [TestCase("a)", 1)]
    [TestCase("a[p]", 3)]
    [TestCase("a[p=]", 4)]
    [TestCase("a[p=1", 5)]
    [TestCase("a[=1]", 2)]
    [TestCase("sin(a)", 0)]
    [TestCase("abs(a, b)", 0)]
    [TestCase("10us", 0)]
    [TestCase("a $ b", 2)]
    [TestCase("m[p=\"x]", 4)]
    public void What_is_no_expression_is_told_where(string text, int offset)
    {
        Assert.That(ExpressionParser.Parse(text, out var error), Is.Null);
        Assert.That(error!.Offset, Is.EqualTo(offset), error.Message);
    }

    [Test]
    public void Deep_nesting_ends_in_an_error()
    {
        Assert.That(ExpressionParser.Parse(new string('(', 2000), out var error), Is.Null);
        Assert.That(error!.Message, Does.Contain("nested deeper"));
        Assert.That(ExpressionParser.Parse(new string('-', 2000), out _), Is.Null);
        Assert.That(ExpressionParser.Parse(string.Join('+', Enumerable.Repeat("1", 2000)), out error)!.Evaluate(_ => 0), Is.EqualTo(2000));
    }
}
