namespace Heed.Figures.Drawing;

/// <summary>
/// A line of mathematics: <c>_</c> lowers and <c>^</c> raises the character, or the group in braces, that follows. Each run is a label
/// of its own, so that no font has to have letters of that kind.
/// </summary>
internal static class Formula
{
    private const double SmallShare = 0.78;
    private const double Gap = 0.06;

    private enum Level
    {
        Line,
        Low,
        High,
    }

    /// <summary>The formula without its marks, for those who read the description.</summary>
    public static string Plain(string formula) => formula.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);

    public static double Width(string formula, double size, bool bold = false) => Runs(formula).Sum(run => WidthOf(run, size, bold));

    /// <summary>Draws it; (x, y) is the anchor on the base line.</summary>
    public static void Formulate(this Sketch sketch, double x, double y, string formula, double size, Paint paint, Anchor anchor = Anchor.Start, bool bold = false)
    {
        x -= Width(formula, size, bold) * anchor switch { Anchor.Middle => 0.5, Anchor.End => 1, _ => 0 };
        foreach (var run in Runs(formula))
        {
            var baseline = y + (size * run.Level switch { Level.Low => 0.24, Level.High => -0.36, _ => 0 });

            // Spaces at the ends of a label would not be drawn, and its letters be stretched over them.
            var spaces = run.Text.Length - run.Text.TrimStart().Length;
            sketch.Text(x + TextMeasure.Width(run.Text[..spaces], size, bold), baseline, run.Text.Trim(), SizeOf(run, size), paint, bold: bold);
            x += WidthOf(run, size, bold);
        }
    }

    private static double SizeOf((string Text, Level Level) run, double size) => run.Level == Level.Line ? size : size * SmallShare;

    private static double WidthOf((string Text, Level Level) run, double size, bool bold) =>
        TextMeasure.Width(run.Text, SizeOf(run, size), bold) + (run.Level == Level.Line ? 0 : Gap * size);

    // Two spaces part equations: they end a run, because a writer of markup would make one of them.
    private static IEnumerable<(string Text, Level Level)> Runs(string formula)
    {
        var start = 0;
        for (var i = 0; i < formula.Length;)
        {
            if (formula[i] is not ('_' or '^'))
            {
                i++;
                if (i < formula.Length && formula.AsSpan(i).StartsWith("  "))
                {
                    yield return (formula[start..i], Level.Line);
                    start = i;
                    i += formula.AsSpan(i).IndexOfAnyExcept(' ');
                }

                continue;
            }

            if (i > start)
            {
                yield return (formula[start..i], Level.Line);
            }

            var level = formula[i] == '_' ? Level.Low : Level.High;
            var isGroup = formula[i + 1] == '{';
            var end = isGroup ? formula.IndexOf('}', i) : i + 2;
            yield return (formula[(isGroup ? i + 2 : i + 1)..end], level);
            start = i = isGroup ? end + 1 : end;
        }

        if (start < formula.Length)
        {
            yield return (formula[start..], Level.Line);
        }
    }
}
