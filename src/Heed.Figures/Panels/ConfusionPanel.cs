using System.Globalization;
using Heed.Figures.Drawing;

namespace Heed.Figures.Panels;

/// <summary>The confusion matrix: rows are the truth, columns the prediction, shade the share of the row.</summary>
internal static class ConfusionPanel
{
    private const double LongestName = 92;

    /// <summary>Draws the matrix; returns how far its labels reach below <paramref name="height"/>.</summary>
    public static double Draw(Sketch sketch, HeldOutResults results, double x, double y, double width, double height)
    {
        var n = results.Classes.Count;
        var counts = results.Confusion();
        var shares = Shares(counts, n);
        var scale = ValueScale.Weights([1f]);
        var names = results.Classes.Select(name => TextMeasure.Shorten(name, Sketch.SmallText, LongestName)).ToArray();
        var room = names.Max(name => TextMeasure.Width(name, Sketch.SmallText)) + 8;
        var mapX = Math.Max(x, x - 36 + room);
        var cellHeight = height / n;
        var cellWidth = (x + width - mapX) / n;
        sketch.Text(x, y - 12, "Confusion matrix", Sketch.BodyText, Theme.Ink, bold: true);
        for (var i = 0; i < counts.Length; i++)
        {
            var (left, top) = (mapX + (i % n * cellWidth), y + (i / n * cellHeight));
            sketch.Add(new Box(left, top, cellWidth - 1, cellHeight - 1, scale.At(shares[i])));
            var text = counts[i].ToString(CultureInfo.InvariantCulture);
            if (counts[i] > 0 && cellHeight >= 13 && cellWidth >= TextMeasure.Width(text, Sketch.SmallText) + 4)
            {
                sketch.Text(left + (cellWidth / 2), top + (cellHeight / 2) + 4, text, Sketch.SmallText, scale.InkOn(shares[i]), Anchor.Middle);
            }
        }

        var below = DrawNames(sketch, names, mapX, y, cellWidth, cellHeight) + 18;
        sketch.Text(mapX + (n * cellWidth / 2), y + height + below, "predicted", Sketch.SmallText, Theme.Muted, Anchor.Middle);
        sketch.Add(new Label(x - 44, y + (height / 2), "true", Sketch.SmallText, Theme.Muted) { Anchor = Anchor.Middle, Rotation = -90 });
        return below;
    }

    // Where names do not fit side by side, they slant.
    private static double DrawNames(Sketch sketch, string[] names, double x, double y, double cellWidth, double cellHeight)
    {
        var stride = LabelThinning.Stride(cellHeight, Sketch.SmallText + 1);
        for (var i = 0; i < names.Length; i += stride)
        {
            sketch.Text(x - 7, y + ((i + 0.5) * cellHeight) + 4, names[i], Sketch.SmallText, Theme.Ink, Anchor.End);
        }

        var widest = names.Max(name => TextMeasure.Width(name, Sketch.SmallText));
        var slanted = widest > cellWidth - 6;
        stride = slanted ? LabelThinning.Stride(cellWidth, Sketch.SmallText * 1.5) : 1;
        var below = slanted ? (widest * Math.Sqrt(0.5)) + 12 : 16;
        for (var i = 0; i < names.Length; i += stride)
        {
            sketch.Add(new Label(x + ((i + 0.5) * cellWidth) + (slanted ? 4 : 0), y + (names.Length * cellHeight) + (slanted ? 12 : 16), names[i], Sketch.SmallText, Theme.Ink)
            {
                Anchor = slanted ? Anchor.End : Anchor.Middle,
                Rotation = slanted ? -45 : 0,
            });
        }

        return below;
    }

    private static float[] Shares(int[] counts, int n)
    {
        var shares = new float[counts.Length];
        for (var i = 0; i < counts.Length; i++)
        {
            var row = counts.AsSpan(i / n * n, n).ToArray().Sum();
            shares[i] = row > 0 ? counts[i] / (float)row : 0;
        }

        return shares;
    }
}
