using GmpSim.Reports.Charts;
using GmpSim.Reports.Plots;
using GmpSim.Reports.Tables;
using GmpSim.Results;

namespace GmpSim.Tests.Unit.Reports;

[TestFixture]
internal sealed class PlotBuilderTests
{
    [Test]
    public void Gomaxprocs_lies_along_the_axis_although_another_number_is_swept_before_it()
    {
        var chart = Throughput(Points(("shards", ["2", "4"]), ("gomaxprocs", ["1", "2", "4", "8"])));
        Assert.That(chart.X.Label, Is.EqualTo("P count (GOMAXPROCS)"));
        Assert.That(chart.X.Ticks, Is.EqualTo(new double[] { 1, 2, 4, 8 }));
        Assert.That(chart.X.Scale, Is.EqualTo(AxisScale.Logarithmic));
        Assert.That(chart.Panels.Single().Series.Select(s => s.Name), Is.EqualTo(new[] { "shards = 2", "shards = 4" }));
    }

    [Test]
    public void How_long_runs_last_lies_along_the_axis_where_it_is_swept_with_a_line_for_each_number_of_Ps()
    {
        var chart = Throughput(Points(("duration", ["10s", "20s", "30s"]), ("gomaxprocs", ["1", "16"])));
        Assert.That((chart.X.Label, chart.X.Quantity), Is.EqualTo(("duration", Quantity.Seconds)));
        Assert.That(chart.X.Ticks, Is.EqualTo(new double[] { 10, 20, 30 }));
        Assert.That(chart.Panels.Single().Series.Select(s => s.Name), Is.EqualTo(new[] { "gomaxprocs = 1", "gomaxprocs = 16" }));
    }

    [Test]
    public void A_coordinate_zipped_with_the_axis_makes_no_series_of_its_own()
    {
        PointResult[] pinned =
        [
            .. from processors in (string[])["1", "2", "4"]
               from netpoller in (string[])["shared", "per-p"]
               select TestBatch.Point([("gomaxprocs", processors), ("server", "0-" + processors), ("netpoller", netpoller)], TestBatch.Run(10)),
        ];
        var chart = (LineChart)Plot("throughput", pinned).Charts.Single();
        Assert.That(chart.Panels.Single().Series.Select(s => s.Name), Is.EqualTo(new[] { "netpoller = shared", "netpoller = per-p" }));
    }

    [Test]
    public void A_swept_quantity_with_a_unit_is_a_numeric_axis()
    {
        var chart = Throughput(Points(("rate", ["5k/s", "20k/s", "900/s"])));
        Assert.That(chart.X.Ticks, Is.EqualTo(new double[] { 900, 5000, 20000 }));
        Assert.That(chart.X.Quantity, Is.EqualTo(Quantity.PerSecond));
    }

    [Test]
    public void A_plot_of_any_metric_is_headed_by_what_it_means_as_far_as_that_fits()
    {
        var run = TestBatch.Run(10) with { Values = [.. Metrics.All.Select(_ => (double?)1)] };
        var headings = Metrics.All.ToDictionary(metric => metric.Name, metric => Plot(metric.Name, Points(("gomaxprocs", ["1", "2"]), run: run)).Charts.Single().Title, StringComparer.Ordinal);

        const string Axis = " by P count (GOMAXPROCS)";
        Assert.That(headings.Values, Is.All.EndsWith(Axis).And.All.Length.GreaterThan(Axis.Length).And.All.Length.LessThanOrEqualTo(60 + Axis.Length));
        Assert.That(headings["time_wait_end"], Is.EqualTo("Sockets of the machine in TIME_WAIT at the end of the window" + Axis));
    }

    [Test]
    public void Names_become_bars_with_whiskers()
    {
        var chart = (BarChart)Plot("throughput", Points(("netpoller", ["shared", "per-p"]))).Charts.Single();
        Assert.That(chart.Groups.Select(g => g.Label), Is.EqualTo(new[] { "netpoller = shared", "netpoller = per-p" }));
        Assert.That(chart.Groups.SelectMany(g => g.Bars).Select(b => b.Low), Is.All.Not.Null);
    }

    [Test]
    public void Every_line_of_a_crowded_sweep_is_drawn_in_some_panel()
    {
        var variants = Enumerable.Range(1, 20).Select(i => $"v{i}").ToArray();
        var charts = Plot("throughput", Points(("gomaxprocs", ["1", "2"]), ("netpoller", variants))).Charts.Cast<LineChart>();
        var names = charts.SelectMany(c => c.Panels).SelectMany(p => p.Series).Select(s => s.Name).ToArray();
        Assert.That(names, Is.EquivalentTo(variants.Select(v => $"netpoller = {v}")));
        Assert.That(charts.SelectMany(c => c.Panels).Select(p => p.Series.Count), Is.All.LessThanOrEqualTo(7));
    }

    [Test]
    public void A_distribution_of_many_points_says_how_many_it_does_not_draw()
    {
        var values = Enumerable.Range(1, 30).Select(i => $"{i}").ToArray();
        var points = Points(("gomaxprocs", values), run: TestBatch.Run(1, [1000, 2000]));
        var chart = (LineChart)Plot("latency", points).Charts.Single(c => c.Id == "a-latency");
        var names = chart.Panels.Single().Series.Select(s => s.Name).ToArray();
        Assert.That(names, Has.Length.EqualTo(8).And.Member("1 P").And.Member("30 P"));
        Assert.That(chart.Notes.Single(), Does.StartWith("8 of 30 points are drawn"));
    }

    [Test]
    public void The_distribution_falls_from_all_requests_to_the_last_one()
    {
        var points = Points(("gomaxprocs", ["1"]), run: TestBatch.Run(1, [100, 100, 100, 120]));
        var chart = (LineChart)Plot("latency", points).Charts.Single();
        var line = chart.Panels.Single().Series.Single().Points;
        Assert.That((line[0].X, line[0].Y), Is.EqualTo((100e-12, 1.0)));

        // Two runs of four requests each: a quarter takes longer than 101 ps, none longer than 121 ps.
        Assert.That(line.First(p => p.X > 101.5e-12).Y, Is.EqualTo(0.25));
        Assert.That(line.Select(p => p.Y), Is.Ordered.Descending);
    }

    [Test]
    public void Shares_of_a_heat_map_row_sum_to_one_and_its_weight_is_its_part_of_all_wake_ups()
    {
        var points = Points(("gomaxprocs", ["2"]), run: TestBatch.Run(1, skewPs: [[1000, 2000, 500_000], [3000]]));
        var chart = (HeatMapChart)Plot("skew-heatmap", points).Charts.Single();
        var rows = chart.Panels.Single().Rows;
        Assert.That(rows.Select(r => r.Shares.Sum()), Is.All.EqualTo(1.0).Within(1e-12));
        Assert.That(rows.Select(r => r.Weight), Is.EqualTo(new[] { 0.75, 0.25 }));
        Assert.That(chart.ColumnBounds[0], Is.LessThanOrEqualTo(1000e-12));
        Assert.That(chart.ColumnBounds[^1], Is.GreaterThanOrEqualTo(500_000e-12));
        Assert.That(chart.ColumnBounds, Is.Ordered.Ascending);
    }

    [Test]
    public void A_plot_that_cannot_be_made_says_why()
    {
        var set = PlotBuilder.For(Tables(Points(("gomaxprocs", ["1"]))), PlotBuilder.Names);
        Assert.That(set.Charts, Is.Empty);
        Assert.That(set.Remarks, Has.Count.EqualTo(11).And.All.StartsWith("a: no ").And.All.EndsWith("."));
        Assert.That(set.Remarks[0], Is.EqualTo("a: no throughput plot: a single point has nothing to be compared with; its figures are in summary.csv."));
    }

    [Test]
    public void A_plot_that_nobody_asked_for_is_left_out_without_a_word() =>
        Assert.That(PlotBuilder.For(Tables(Points(("gomaxprocs", ["1"]))), []).Remarks, Is.Empty);

    [Test]
    public void A_plot_of_an_unknown_name_is_refused_by_name() =>
        Assert.That(Plot("troughput", Points(("gomaxprocs", ["1"]))).Remarks.Single(), Does.Contain("no troughput plot").And.Contain("throughput, latency"));

    [Test]
    public void A_point_without_a_value_is_named_below_the_picture()
    {
        var points = Points(("gomaxprocs", ["1", "2"])).Append(TestBatch.Point([("gomaxprocs", "4")], TestBatch.Run()));
        Assert.That(Throughput([.. points]).Notes.Single(), Is.EqualTo("No value at 1 of 3 points: gomaxprocs = 4."));
    }

    [Test]
    public void Results_laid_over_each_other_become_lines_of_one_picture()
    {
        var tables = ResultTables.From(TestBatch.Of(TestBatch.Scenario("a", Points(("gomaxprocs", ["1", "2"])))));
        var overlay = ResultTables.Overlay([("old", tables), ("new", tables)]);
        var chart = (LineChart)PlotBuilder.For(overlay.Scenarios.Single(), ["throughput"]).Charts.Single();
        Assert.That(chart.Panels.Single().Series.Select(s => s.Name), Is.EqualTo(new[] { "results = old", "results = new" }));
    }

    private static LineChart Throughput(PointResult[] points) => (LineChart)Plot("throughput", points).Charts.Single();

    private static PlotSet Plot(string name, PointResult[] points) => PlotBuilder.For(Tables(points), [name]);

    private static ScenarioTables Tables(PointResult[] points) => ResultTables.From(TestBatch.Of(TestBatch.Scenario("a", points))).Scenarios.Single();

    private static PointResult[] Points((string Name, string[] Values) axis, (string Name, string[] Values)? other = null, RunRecord? run = null) =>
    [
        .. from value in axis.Values
           from second in other?.Values ?? [""]
           let coordinates = other is null ? ((string, string)[])[(axis.Name, value)] : [(axis.Name, value), (other.Value.Name, second)]
           select TestBatch.Point(coordinates, run ?? TestBatch.Run(10), run ?? TestBatch.Run(12)),
    ];
}
