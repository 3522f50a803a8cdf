using System.Globalization;
using Heed.Figures.Analysis;
using Heed.Figures.Drawing;

namespace Heed.Figures;

/// <summary>
/// A text with each word shaded by its share of the attention rollout, below the prediction and its scores: one look at what
/// the model read.
/// </summary>
public static class TokenStrip
{
    private const double Width = 760;
    private const double WordSize = 17;
    private const double LineStep = 46;
    private const double Pad = 5;
    private const int MostBars = 6;

    /// <summary>Draws the text of <paramref name="example"/>.</summary>
    public static Figure Draw(ExplainedText example)
    {
        ArgumentNullException.ThrowIfNull(example);
        var words = WordShare.Of(example);
        var sketch = new Sketch();
        var y = DrawScores(sketch, example, Sketch.Top) + 30;
        var scale = ValueScale.Weights(words.Select(word => word.Share).DefaultIfEmpty(0).ToArray());
        y = DrawWords(sketch, example, words, scale, y);
        DrawScale(sketch, scale, y);
        var (label, score) = example.Scores[0];
        var place = example.ReadOut == ReadOut.FirstToken ? "the first token, where the classifier reads" : "all tokens, whose mean the classifier reads";
        var caption = $"Shade: share of the attention that can have flowed from each word to {place} (rollout: product over layers of "
            + "0.5 A + 0.5 I; special tokens left out). It shows where the model looked, not why it decided.";
        return sketch.Finish($"Predicted: {label} ({Percent(score)})", caption, Width, y + 44);
    }

    private static double DrawScores(Sketch sketch, ExplainedText example, double y)
    {
        var shown = example.Scores.Take(MostBars).ToArray();
        const double LongestName = 190;
        var room = shown.Max(score => Math.Min(TextMeasure.Width(score.Label, Sketch.BodyText), LongestName));
        var (barX, barWidth) = (Sketch.Margin + room + 12, 220.0);
        foreach (var (label, score) in shown)
        {
            var name = TextMeasure.Shorten(label, Sketch.BodyText, LongestName);
            var leads = label == example.Scores[0].Label;
            sketch.Add(new Label(barX - 12, y + 12, name, Sketch.BodyText, Theme.Ink) { Anchor = Anchor.End, Tip = name == label ? null : label });
            sketch.Add(new Box(barX, y, barWidth, 16, Theme.Panel) { Radius = 3 });
            if (score * barWidth >= 0.5)
            {
                sketch.Add(new Box(barX, y, score * barWidth, 16, leads ? Theme.Blue : Theme.Muted) { Radius = Math.Min(3, score * barWidth / 2) });
            }

            var truth = label == example.Truth ? "  (true label)" : "";
            sketch.Text(barX + barWidth + 10, y + 12, Percent(score) + truth, Sketch.BodyText, leads ? Theme.Ink : Theme.Muted);
            y += 22;
        }

        var hidden = example.Scores.Count - shown.Length;
        if (hidden > 0)
        {
            sketch.Text(barX, y + 12, $"and {hidden} more", Sketch.SmallText, Theme.Muted);
            y += 20;
        }

        return y;
    }

    private static double DrawWords(Sketch sketch, ExplainedText example, IReadOnlyList<WordShare> words, ValueScale scale, double y)
    {
        var inner = Width - (2 * Sketch.Margin);
        var rightToLeft = WritingDirection.IsRightToLeft(example.Text);
        var named = words.OrderByDescending(word => word.Share).Take(5).Select(word => word.Share).ToHashSet();
        var (x, percentEnd) = (0.0, 0.0);
        foreach (var word in words)
        {
            var text = TextMeasure.Shorten(word.Text, WordSize, inner - (2 * Pad));
            var width = TextMeasure.Width(text, WordSize) + (2 * Pad);
            x += x > 0 ? (word.SpaceBefore ? 5 : 1) : 0;
            if (x > 0 && x + width > inner)
            {
                (x, y, percentEnd) = (0, y + LineStep, 0);
            }

            var left = Sketch.Margin + (rightToLeft ? inner - x - width : x);
            sketch.Add(new Box(left, y, width, 26, scale.At(word.Share)) { Radius = 4, Tip = $"{word.Text}: {Percent(word.Share)}" });
            sketch.Text(left + (width / 2), y + 19, text, WordSize, scale.InkOn(word.Share), Anchor.Middle);
            var percent = TextMeasure.Width(Percent(word.Share), Sketch.SmallText);
            var percentStart = Math.Max(x + ((width - percent) / 2), 0);
            if (named.Contains(word.Share) && percentStart >= percentEnd)
            {
                var center = percentStart + (percent / 2);
                sketch.Text(
                    Sketch.Margin + (rightToLeft ? inner - center : center), y + 39, Percent(word.Share), Sketch.SmallText, Theme.Muted, Anchor.Middle);
                percentEnd = percentStart + percent + 4;
            }

            x += width;
        }

        if (words.Count == 0)
        {
            sketch.Text(Sketch.Margin, y + 19, "(no words)", WordSize, Theme.Muted);
        }

        y += LineStep;
        foreach (var line in TextMeasure.Wrap(Unread(example), Sketch.BodyText, inner).Take(3))
        {
            sketch.Text(Sketch.Margin, y + 12, line, Sketch.BodyText, Theme.Muted);
            y += Sketch.BodyText * TextMeasure.LineHeight;
        }

        return y;
    }

    private static string Unread(ExplainedText example) =>
        WrittenWords.Unread(example) is { Length: > 0 } rest ? $"Cut off, not read by the model: {rest}" : "";

    private static void DrawScale(Sketch sketch, ValueScale scale, double y)
    {
        const int Length = 160;
        sketch.Text(Sketch.Margin, y + 18, "0 %", Sketch.SmallText, Theme.Muted);
        var x = Sketch.Margin + 26;
        scale.DrawRamp(sketch, Length, (from, to, color) => new Box(x + from, y + 9, to - from, 10, color));

        sketch.Text(x + Length + 8, y + 18, $"{Percent(scale.Max)} of the rollout", Sketch.SmallText, Theme.Muted);
    }

    private static string Percent(double share) =>
        share >= 0.9995 || share < 0.0995
            ? string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %")
            : string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %");
}
