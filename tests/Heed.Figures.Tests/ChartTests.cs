using Heed.Figures.Charts;
using Heed.Figures.Drawing;

namespace Heed.Figures.Tests;

public class ChartTests
{
    private static readonly double[] Lengths = [64, 128, 256, 512];

    [Fact]
    public void Charts_of_a_few_numbers_are_as_they_were()
    {
        var measured = new ChartSeries("measured", Lengths, [1, 4, 16, 64]) { Markers = true };
        var expected = new ChartSeries("expected", Lengths, [1.1, 4.4, 17, 70]) { Dashed = true };
        Snapshot.Match("line-chart.svg", LineChart.Draw(
            [measured, expected], "Time", new ChartAxis("length (tokens)") { Log = true }, new ChartAxis("time (ms)") { Log = true }, "A caption.", [new("limit", 50), new("cache", 200, Vertical: true)]).ToSvg());
        Snapshot.Match("bar-chart.svg", BarChart.Draw(["head 1", "head 2"], [0.25, -0.125], "Heads", "accuracy").ToSvg());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(12)]
    public void Names_of_lines_that_end_together_do_not_overlap(int count)
    {
        var series = Enumerable.Range(0, count).Select(i => new ChartSeries($"line {i}", Lengths, [3, 2, 1, 0.5 + (i * 1e-4)])).ToArray();
        ReferenceLine[] references = [new("floor", 0.5), new("at 100", 100, true), new("at 110", 110, true)];

        Layout.AssertApart(LineChart.Draw(series, "t", "x", "y", references: references));
        Layout.AssertApart(LineChart.Draw(series, "t", new ChartAxis("x") { Log = true }, new ChartAxis("y") { Log = true }, references: references));
    }

    [Fact]
    public void Points_stand_where_the_axis_says()
    {
        var line = LineChart.Draw([new("a", [1, 10, 100], [0, 5, 10])], "t", new ChartAxis("x") { Log = true }, new ChartAxis("y") { Min = 0, Max = 10 })
            .Shapes.OfType<Stroke>().Single(stroke => stroke.Points.Count == 3).Points;

        Assert.Equal(line[1].X - line[0].X, line[2].X - line[1].X, 6);
        Assert.Equal(line[0].Y - line[1].Y, line[1].Y - line[2].Y, 6);
        Assert.True(line[0].Y > line[2].Y);
    }

    [Fact]
    public void Labels_give_way_by_the_least_squares_and_keep_their_order()
    {
        Assert.Equal([10, 30], LabelSpread.Place([10, 30], 15, 0, 100));
        Assert.Equal([27.5, 12.5], LabelSpread.Place([20.5, 19.5], 15, 0, 100));
        Assert.Equal([70, 85, 100], LabelSpread.Place([99, 100, 101], 15, 0, 100));
        Assert.Equal([0, 15, 80], LabelSpread.Place([-5, 1, 80], 15, 0, 100));
    }

    [Fact]
    public void Numbers_on_an_axis_are_short_and_the_same_in_every_culture()
    {
        Assert.Equal(["0", "0.25", "−3", "2048", "10⁵", "2·10⁻⁶"], new[] { 0, 0.25, -3, 2048, 1e5, 2e-6 }.Select(AxisScale.Text));
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused_with_the_reason()
    {
        Assert.Contains("2 places and 1 values", Assert.Throws<ArgumentException>(() => new ChartSeries("a", [1, 2], [1])).Message);
        Assert.Contains("Point 1 of series 'a'", Assert.Throws<ArgumentException>(() => new ChartSeries("a", [1, 2], [1, double.NaN])).Message);
        Assert.Contains("0 series", Assert.Throws<ArgumentException>(() => LineChart.Draw([], "t", "x", "y")).Message);
        var zero = new ChartSeries("a", [0, 1], [1, 2]);
        Assert.Contains("'x' is logarithmic and cannot show 0", Assert.Throws<ArgumentException>(() => LineChart.Draw([zero], "t", new ChartAxis("x") { Log = true }, "y")).Message);
        Assert.Contains("2 names", Assert.Throws<ArgumentException>(() => BarChart.Draw(["a", "b"], [1], "t", "y")).Message);
    }

    [Fact]
    public void A_bar_is_as_long_as_its_value()
    {
        var bars = BarChart.Draw(["a", "b", "c"], [1, 2, 0.5], "t", "y").Shapes.OfType<Box>().Where(box => box.Tip is not null).ToArray();
        Assert.Equal(2, bars[1].Width / bars[0].Width, 6);
        Assert.Equal(0.5, bars[2].Width / bars[0].Width, 6);
        Assert.Equal("b: 2", bars[1].Tip);
    }
}
