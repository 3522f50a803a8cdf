using Heed.Figures.Charts;
using Heed.Figures.Drawing;

namespace Heed.Figures;

/// <summary>Numbers against numbers: several named lines, linear or logarithmic axes, reference lines.</summary>
public static class LineChart
{
    private const double PlotWidth = 500;
    private const double PlotHeight = 290;
    private const int MostSeries = 12;

    /// <summary>Draws the series; the name of each stands at the end of its line.</summary>
    /// <param name="series">One to twelve lines.</param>
    /// <param name="title">What the chart shows.</param>
    /// <param name="x">The axis across: a title, or a <see cref="ChartAxis"/> that says more.</param>
    /// <param name="y">The axis upwards: a title, or a <see cref="ChartAxis"/> that says more.</param>
    /// <param name="caption">How to read it.</param>
    /// <param name="references">Dashed lines at known values.</param>
    /// <exception cref="ArgumentException">There is no series or too many, a logarithmic axis meets a number that is not
    /// above zero, or a reference is not finite.</exception>
    public static Figure Draw(
        IReadOnlyList<ChartSeries> series,
        string title,
        ChartAxis x,
        ChartAxis y,
        string caption = "",
        IReadOnlyList<ReferenceLine>? references = null)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (series.Count is 0 or > MostSeries)
        {
            throw new ArgumentException($"A chart of {series.Count} series cannot be drawn; expected 1 to {MostSeries}.", nameof(series));
        }

        foreach (var line in references ?? [])
        {
            if (!double.IsFinite(line.Value))
            {
                throw new ArgumentException($"The reference line '{line.Name}' stands at {line.Value}; expected a finite number.", nameof(references));
            }
        }

        var panel = new ChartPanel(series, x, y, references ?? []);
        var (left, height) = (Math.Ceiling(Sketch.Margin + panel.RoomLeft), Math.Max(PlotHeight, panel.LeastHeight));
        var top = Sketch.Top + 4 + panel.RoomAbove;
        var sketch = new Sketch();
        panel.Draw(sketch, left, top, PlotWidth, height);
        return sketch.Finish(
            title, caption, left + PlotWidth + panel.RoomRight + Sketch.Margin, top + height + ChartPanel.RoomBelow + 18);
    }
}
