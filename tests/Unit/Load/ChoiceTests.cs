using GmpSim.Scenarios.Spec;
using GmpSim.Tests.Unit.Scenarios;

namespace GmpSim.Tests.Unit.Load;

/// <summary>Choices by chance: as often as they say, and to the last digit.</summary>
public sealed class ChoiceTests
{
    private const int Draws = 20_000;

    [TestCase("50%", "50%")]
    [TestCase("12.5%", "80%", "7.5%")]
    [TestCase("0.5%", "99.5%")]
    [TestCase("33.3333%", "33.3333%", "33.3334%")]
    [TestCase("1%", "2%", "3%", "4%", "90%")]
    public void Each_way_is_taken_as_often_as_it_says(params string[] probabilities)
    {
        var ways = probabilities.Select((probability, way) => $"{{ probability: {probability}, do: [{{ log: way{way} }}] }}");
        var marks = ProgramStage.Marks([$"main: [{{ repeat: {{ times: {Draws}, do: [{{ choose: [{string.Join(", ", ways)}] }}] }} }}]"]);

        Assert.That(marks, Has.Count.EqualTo(Draws));
        for (var way = 0; way < probabilities.Length; way++)
        {
            // Five standard deviations of a binomial count: missed by chance once in a million choices of a seed.
            var p = double.Parse(probabilities[way].TrimEnd('%'), System.Globalization.CultureInfo.InvariantCulture) / 100;
            var taken = marks.Count(mark => mark == $"0us way{way}");
            Assert.That(taken, Is.EqualTo(Draws * p).Within(5 * Math.Sqrt(Draws * p * (1 - p))), probabilities[way]);
        }
    }

    [Test]
    public void A_probability_keeps_every_digit_that_is_written()
    {
        var setup = Given.Setup("workload: { server: { kind: tasks, handler: a }, clients: [{ kind: closed }] }", "programs: { a: [{ choose: [{ probability: 0.0000000001%, do: [yield] }, { probability: 99.9999999999%, do: [yield] }] }] }");

        Assert.That(((ChooseOperation)setup.Programs["a"].Operations[0]).Ways.Select(way => way.Percent), Is.EqualTo(new[] { 0.0000000001m, 99.9999999999m }));
    }

    [Test]
    public void A_choice_takes_one_number_whichever_way_it_goes()
    {
        string[] Programs(string left) =>
        [
            $"main: [{{ repeat: {{ times: 200, do: [{{ choose: [{{ probability: {left}, do: [{{ cpu: 1ns }}] }}, {{ probability: {100 - int.Parse(left.TrimEnd('%'), System.Globalization.CultureInfo.InvariantCulture)}%, do: [yield] }}] }}, {{ choose: [{{ probability: 50%, do: [{{ log: heads }}] }}, {{ probability: 50%, do: [{{ log: tails }}] }}] }}] }} }}]",
        ];

        static IEnumerable<string> Faces(IEnumerable<string> marks) => marks.Select(mark => mark.Split(' ')[1]);

        Assert.That(Faces(ProgramStage.Marks(Programs("90%"))), Is.EqualTo(Faces(ProgramStage.Marks(Programs("10%")))));
    }
}
