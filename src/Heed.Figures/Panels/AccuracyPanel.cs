using System.Globalization;
using Heed.Figures.Drawing;

namespace Heed.Figures.Panels;

/// <summary>Validation accuracy by epoch, with the baseline as a dashed line.</summary>
internal static class AccuracyPanel
{
    public static void Draw(Sketch sketch, TrainingHistory history, double x, double y, double width, double height)
    {
        var accuracies = history.EpochAccuracies;
        var lowest = accuracies.Append(history.BaselineAccuracy ?? 1).Min();
        var floor = Math.Clamp(Math.Floor((lowest - 0.05) * 10) / 10, 0, 0.8);
        var plot = new Plot(x, y, width, height, 0, Math.Max(1, accuracies.Count), floor, 1);
        plot.DrawFrame(sketch, "Validation accuracy", "epoch", "accuracy", Percent, integersX: true);
        if (history.BaselineAccuracy is { } baseline)
        {
            plot.DrawLine(sketch, [(plot.MinX, baseline), (plot.MaxX, baseline)], Theme.Orange, 1.5, dashed: true);
            Tag(sketch, plot, baseline, accuracies, $"baseline {Percent(baseline)}");
        }

        if (accuracies.Count == 0)
        {
            return;
        }

        plot.DrawLine(sketch, accuracies.Select((accuracy, i) => (i + 1.0, (double)accuracy)), Theme.Blue, 2);
        for (var i = 0; i < accuracies.Count && accuracies.Count <= 60; i++)
        {
            sketch.Add(new Dot(plot.At(i + 1, accuracies[i]), 3, Theme.Blue));
        }
    }

    // The name stands on the side of the line where the curve is not, at its right end.
    private static void Tag(Sketch sketch, Plot plot, double baseline, IReadOnlyList<float> accuracies, string text)
    {
        var curveAbove = accuracies.Count > 0 && accuracies[^1] > baseline;
        var at = plot.At(plot.MaxX, baseline);
        var below = curveAbove && at.Y + 18 < plot.Y + plot.Height;
        sketch.Text(at.X - 2, at.Y + (below ? 14 : -6), text, Sketch.SmallText, Theme.Orange, Anchor.End);
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %");
}
