using System.Globalization;
using Heed.Figures.Drawing;

namespace Heed.Figures.Vision;

/// <summary>From the layers to the answer: a box for the layers, then the largest logits with the probabilities that softmax makes of them.</summary>
internal static class LogitBars
{
    private const int MostLabels = 6;
    private const double BoxWidth = 250;
    private const double BoxHeight = 84;
    private const double Pitch = 23;
    private const double BarLength = 190;

    /// <summary>Draws it from (x, y) on and returns where it ends.</summary>
    public static double Draw(Sketch sketch, EncodedImage image, double x, double y)
    {
        var shown = image.Logits.Take(MostLabels).ToArray();
        var height = Math.Max(BoxHeight, (shown.Length * Pitch) + 4);
        var box = new Frame(x, y + ((height - BoxHeight) / 2), BoxWidth, BoxHeight);
        sketch.Add(new Box(box.X, box.Y, box.Width, box.Height, Theme.Panel) { Radius = 6 });
        sketch.Outline(box, Theme.Hairline, 1);
        sketch.Text(box.CenterX, box.Y + 24, $"{image.NumTokens} tokens", Sketch.SmallText, Theme.Muted, Anchor.Middle);
        sketch.Text(box.CenterX, box.Y + 44, $"{image.NumLayers} layers, {image.NumHeads} heads each", Sketch.BodyText, Theme.Ink, Anchor.Middle);
        sketch.Text(box.CenterX, box.Y + 64, TextMeasure.Shorten($"read: {image.ReadOut}", Sketch.SmallText, BoxWidth - 12), Sketch.SmallText, Theme.Muted, Anchor.Middle);
        sketch.Arrow(new(box.Right + 8, box.CenterY), new(box.Right + 38, box.CenterY));

        var names = shown.Select(entry => TextMeasure.Shorten(entry.Label, Sketch.BodyText, 140, bold: true)).ToArray();
        var barX = box.Right + 52 + names.Max(name => TextMeasure.Width(name, Sketch.BodyText, bold: true)) + 52;
        var (low, high) = (Math.Min(0, shown.Min(entry => entry.Logit)), Math.Max(shown.Max(entry => entry.Logit), 1e-6));
        var probabilities = Softmax(image.Logits);
        sketch.Text(barX - 10, y - 6, "logit", Sketch.SmallText, Theme.Muted, Anchor.End);
        sketch.Text(barX + BarLength + 12, y - 6, "probability", Sketch.SmallText, Theme.Muted);
        for (var i = 0; i < shown.Length; i++)
        {
            var top = y + (i * Pitch);
            var (zero, end) = (Place(0), Place(shown[i].Logit));
            sketch.Add(new Label(barX - 52, top + 13, names[i], Sketch.BodyText, Theme.Ink) { Anchor = Anchor.End, Bold = i == 0, Tip = names[i] == shown[i].Label ? null : shown[i].Label });
            sketch.Text(barX - 10, top + 13, shown[i].Logit.ToString("0.00", CultureInfo.InvariantCulture).Replace('-', '\u2212'), Sketch.SmallText, Theme.Muted, Anchor.End);
            sketch.Add(new Box(barX, top, BarLength, 17, Theme.Panel));
            sketch.Add(new Box(Math.Min(zero, end), top, Math.Max(Math.Abs(end - zero), 0.5), 17, i == 0 ? Theme.Blue : Theme.Muted) { Tip = shown[i].Label });
            sketch.Text(barX + BarLength + 12, top + 13, probabilities[i].ToString("0.0 %", CultureInfo.InvariantCulture), Sketch.SmallText, Theme.Ink);
        }

        if (low < 0)
        {
            sketch.Line(Place(0), y - 3, Place(0), y + (shown.Length * Pitch) - 3, Theme.Muted);
        }

        return y + height;

        double Place(double logit) => barX + ((logit - low) / (high - low) * BarLength);
    }

    private static double[] Softmax(IReadOnlyList<LabelLogit> logits)
    {
        var most = logits.Max(entry => (double)entry.Logit);
        var powers = logits.Select(entry => Math.Exp(entry.Logit - most)).ToArray();
        var sum = powers.Sum();
        return [.. powers.Select(power => power / sum)];
    }
}
