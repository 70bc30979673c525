using GmpSim.Engine;

namespace GmpSim.Tests.Unit.Engine;

/// <summary>Events of one instant in other orders than first in, first out.</summary>
public sealed class TieExplorationTests
{
    [Test]
    public void Without_departures_the_order_is_the_usual_one()
    {
        Assert.That(Order(new ChosenOrder([])), Is.EqualTo("a b c a1 d"));
    }

    [Test]
    public void An_event_that_overtakes_two_others_comes_first_and_the_others_keep_their_order()
    {
        Assert.That(Order(new ChosenOrder([new(1, 2)])), Is.EqualTo("c a b a1 d"));
    }

    [Test]
    public void What_an_event_schedules_for_its_own_instant_joins_those_to_choose_from_and_a_later_instant_does_not()
    {
        // a comes first and schedules a1; of b, c, a1 the third overtakes the two others.
        Assert.That(Order(new ChosenOrder([new(2, 2)])), Is.EqualTo("a a1 b c d"));
        Assert.That(Order(new ChosenOrder([new(4, 3)])), Is.EqualTo("a b c a1 d"), "there is nothing to overtake at event 4");
    }

    [Test]
    public void Departures_are_recorded_and_go_the_same_way_again()
    {
        for (var seed = 0UL; seed < 50; seed++)
        {
            var order = Order(new RandomOrder(seed), out var choices);

            Assert.That(TieChoice.TryParse(TieChoice.Format(choices), out var read), Is.True);
            Assert.That(read, Is.EqualTo(choices));
            Assert.That(Order(new ChosenOrder(read)), Is.EqualTo(order), $"seed {seed}");
        }
    }

    [TestCase("", ExpectedResult = true)]
    [TestCase("3:1,12:2", ExpectedResult = true)]
    [TestCase("12:2,3:1", ExpectedResult = false)]
    [TestCase("3:0", ExpectedResult = false)]
    [TestCase("3", ExpectedResult = false)]
    [TestCase("three:1", ExpectedResult = false)]
    public bool A_list_of_choices_is_pairs_by_rising_event(string text) => TieChoice.TryParse(text, out _);

    [Test]
    public void The_random_walk_reaches_every_order_that_is_possible()
    {
        // a before a1, d last: 4!/2 orders.
        var orders = Enumerable.Range(0, 500).Select(seed => Order(new RandomOrder((ulong)seed))).Distinct().ToArray();

        Assert.That(orders, Has.Length.EqualTo(12));
    }

    [Test]
    public void The_search_without_a_budget_tries_every_order_once_and_those_with_few_departures_first()
    {
        var search = new BoundedSearch(bound: 100);
        var orders = new List<string>();
        var departures = new List<int>();
        while (search.Next() is { } order)
        {
            orders.Add(Order(order, out var choices, out var points));
            departures.Add(choices.Count);
            search.Ran(points);
        }

        Assert.That(orders, Is.Unique);
        Assert.That(orders, Has.Count.EqualTo(12));
        Assert.That(departures, Is.Ordered);
    }

    [TestCase(0, 1)]
    [TestCase(1, 4, Description = "b, c or a1 one place early, or none")]
    public void A_bound_limits_the_delays_of_one_order(int bound, int expected)
    {
        var search = new BoundedSearch(bound);
        var orders = 0;
        while (search.Next() is { } order)
        {
            Order(order, out var choices, out var points);
            Assert.That(choices.Sum(choice => choice.Chosen), Is.LessThanOrEqualTo(bound));
            search.Ran(points);
            orders++;
        }

        Assert.That(orders, Is.EqualTo(expected));
    }

    [Test]
    public void With_priorities_an_actor_runs_until_it_has_nothing_to_do_and_one_change_lets_another_in()
    {
        // Two actors of three steps each. Without a change each runs through; with one there is a place where the other comes between.
        static string Steps(int changes, ulong seed)
        {
            var simulation = new Simulation(new ExploringEventSet(new QuaternaryHeap(), new PriorityOrder(seed, events: 6, changes)), 1);
            var log = new List<string>();
            foreach (var name in new[] { "x", "y" }) _ = new Stepper(simulation, log, name, steps: 3);
            simulation.RunUntil(SimTime.MaxValue);
            return string.Concat(log);
        }

        var without = Enumerable.Range(0, 50).Select(seed => Steps(0, (ulong)seed)).Distinct().Order(StringComparer.Ordinal);
        var with = Enumerable.Range(0, 200).Select(seed => Steps(1, (ulong)seed)).Distinct().Order(StringComparer.Ordinal);

        Assert.That(without, Is.EqualTo(new[] { "xxxyyy", "yyyxxx" }));
        Assert.That(with, Is.EqualTo(new[] { "xxxyyy", "xxyyyx", "xyyyxx", "yxxxyy", "yyxxxy", "yyyxxx" }));
    }

    private static string Order(TieBreaker breaker) => Order(breaker, out _);

    private static string Order(TieBreaker breaker, out IReadOnlyList<TieChoice> choices) => Order(breaker, out choices, out _);

    private static string Order(TieBreaker breaker, out IReadOnlyList<TieChoice> choices, out IReadOnlyList<ChoicePoint> points)
    {
        var set = new ExploringEventSet(new CalendarQueue(), breaker);
        var simulation = new Simulation(set, 1);
        var log = new List<string>();
        foreach (var (name, at) in new[] { ("a", 5), ("b", 5), ("c", 5), ("d", 6) }) _ = new Namer(simulation, log, name, SimTime.Zero + SimDuration.FromNanoseconds(at));
        simulation.RunUntil(SimTime.MaxValue);
        choices = set.Choices;
        points = set.Points;
        return string.Join(' ', log);
    }

    /// <summary>Says its name; the one called a says it again in the same instant.</summary>
    private sealed class Namer : IEventReceiver
    {
        private readonly Simulation _simulation;
        private readonly List<string> _log;
        private readonly int _self;

        internal Namer(Simulation simulation, List<string> log, string name, SimTime at)
        {
            _simulation = simulation;
            _log = log;
            Name = name;
            _self = simulation.Register(this);
            simulation.Schedule(at, _self, 0);
        }

        public string Name { get; }

        public string CodeName(byte code) => "name";

        public void Receive(in SimEvent occurrence)
        {
            _log.Add(occurrence.Code == 0 ? Name : Name + "1");
            if (Name == "a" && occurrence.Code == 0) _simulation.ScheduleAfter(SimDuration.Zero, _self, 1);
        }
    }

    /// <summary>Makes a number of steps, all in one instant.</summary>
    private sealed class Stepper : IEventReceiver
    {
        private readonly Simulation _simulation;
        private readonly List<string> _log;
        private readonly int _self;
        private int _left;

        internal Stepper(Simulation simulation, List<string> log, string name, int steps)
        {
            _simulation = simulation;
            _log = log;
            Name = name;
            _left = steps;
            _self = simulation.Register(this);
            simulation.Schedule(SimTime.Zero, _self, 0);
        }

        public string Name { get; }

        public string CodeName(byte code) => "step";

        public void Receive(in SimEvent occurrence)
        {
            _log.Add(Name);
            if (--_left > 0) _simulation.ScheduleAfter(SimDuration.Zero, _self, 0);
        }
    }
}
