using System.Globalization;
using Heed.Figures.Drawing;

namespace Heed.Figures.Panels;

/// <summary>The reliability diagram: accuracy by confidence, against the diagonal of a calibrated model.</summary>
internal static class ReliabilityPanel
{
    public static void Draw(Sketch sketch, HeldOutResults results, double x, double y, double width, double height)
    {
        var plot = new Plot(x, y, width, height, 0, 1, 0, 1);
        plot.DrawFrame(sketch, "Reliability", "probability the model gives its answer", "share right", Percent);
        foreach (var bin in results.Calibration())
        {
            var (topLeft, bottomRight) = (plot.At(bin.From, bin.Accuracy), plot.At(bin.To, 0));
            sketch.Add(new Box(topLeft.X + 1, topLeft.Y, bottomRight.X - topLeft.X - 2, bottomRight.Y - topLeft.Y, Theme.Blue)
            {
                Tip = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{bin.Count} examples: {100 * bin.Confidence:0.#} % sure, {100 * bin.Accuracy:0.#} % right"),
            });
            var count = bin.Count.ToString(CultureInfo.InvariantCulture);
            var inside = bottomRight.Y - topLeft.Y >= 18;
            var baseline = inside ? bottomRight.Y - 6 : topLeft.Y - 5;
            sketch.Text((topLeft.X + bottomRight.X) / 2, baseline, count, Sketch.SmallText, inside ? Theme.OnBlue : Theme.Muted, Anchor.Middle);
        }

        plot.DrawLine(sketch, [(0, 0), (1, 1)], Theme.Ink, 1.5, dashed: true);
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %");
}
