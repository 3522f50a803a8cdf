using Heed.Figures.Charts;
using Heed.Figures.Drawing;

namespace Heed.Figures.Vision;

/// <summary>The curves behind the deletion and insertion scores: the probability of the label while patches are covered, and while they are uncovered.</summary>
public static class TrustCharts
{
    private const double PlotWidth = 270;
    private const double PlotHeight = 230;
    private const int MostMethods = 11;

    /// <summary>Draws the two charts side by side.</summary>
    /// <param name="image">What was explained, by one to eleven tested methods.</param>
    /// <exception cref="ArgumentException">No method was tested, or too many.</exception>
    public static Figure Draw(ExplainedImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var tested = image.Methods.Where(method => method.Trust is not null).ToArray();
        if (tested.Length is 0 or > MostMethods)
        {
            throw new ArgumentException($"Curves of {tested.Length} tested methods cannot be drawn; expected 1 to {MostMethods}.", nameof(image));
        }

        var random = tested[0].Trust!;
        var deletion = Panel(
            [.. tested.Select(method => Curve(method.Name, Covered(method.Trust!), method.Trust!.DeletionCurve)), Curve("random order", Covered(random), random.RandomCurve, dashed: true)], "patches covered, most relevant first, %", hasNames: false);
        var insertion = Panel(
            [.. tested.Select(method => Curve(method.Name, Shown(method.Trust!), method.Trust!.InsertionCurve)), Curve("random order", Shown(random), [.. random.RandomCurve.Reverse()], dashed: true)], "patches shown, most relevant first, %", hasNames: true);
        var height = Math.Max(PlotHeight, insertion.LeastHeight);
        var left = Math.Ceiling(Sketch.Margin + deletion.RoomLeft);
        var top = Sketch.Top + 22;
        var right = Math.Ceiling(left + PlotWidth + insertion.RoomLeft + 26);
        var sketch = new Sketch();
        sketch.Text(left, top - 12, "deletion: low is good", Sketch.BodyText, Theme.Ink, bold: true);
        deletion.Draw(sketch, left, top, PlotWidth, height);
        sketch.Text(right, top - 12, "insertion: high is good", Sketch.BodyText, Theme.Ink, bold: true);
        insertion.Draw(sketch, right, top, PlotWidth, height);
        return sketch.Finish(
            "The maps put to the test",
            "The scores are the means of these curves. A map whose curves run with those of the random order says nothing of the answer.",
            right + PlotWidth + insertion.RoomRight + Sketch.Margin,
            top + height + ChartPanel.RoomBelow + 18);

        ChartPanel Panel(ChartSeries[] series, string x, bool hasNames) =>
            new(series, new ChartAxis(x) { Min = 0, Max = 100 }, new ChartAxis($"probability of “{TextMeasure.Shorten(image.Explained, Sketch.BodyText, 90)}”") { Min = 0, Max = 1 }, []) { HasNames = hasNames };
    }

    private static double[] Covered(RelevanceTrust trust) => [.. trust.Shares.Select(share => 100 * share)];

    private static double[] Shown(RelevanceTrust trust) => [.. trust.Shares.Reverse().Select(share => 100 * (1 - share))];

    private static ChartSeries Curve(string name, double[] shares, IReadOnlyList<float> values, bool dashed = false) =>
        new(name, shares, [.. values.Select(value => (double)value)]) { Dashed = dashed };
}
