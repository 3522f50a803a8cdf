namespace Heed.Figures.Analysis;

/// <summary>Words as the text has them, where the spans of the tokens are known.</summary>
internal static class WrittenWords
{
    public static string Of(ExplainedText example, WordGroup group)
    {
        if (example.Spans is not { } spans || group.Word == AttentionMaps.Special)
        {
            return group.Text;
        }

        var start = spans[group.First].Start;
        var end = spans[group.First + group.Count - 1].End;
        return end > start ? example.Text[start..end] : group.Text;
    }

    public static bool SpaceBefore(ExplainedText example, IReadOnlyList<WordGroup> groups, int index)
    {
        if (index == 0)
        {
            return false;
        }

        if (example.Spans is not { } spans)
        {
            return true;
        }

        var before = groups[index - 1];
        var gapStart = spans[before.First + before.Count - 1].End;
        var gapEnd = spans[groups[index].First].Start;
        return gapEnd < gapStart || example.Text[gapStart..gapEnd].Any(char.IsWhiteSpace);
    }

    /// <summary>What stands behind the last token: the part of a truncated text that the model never read.</summary>
    public static string Unread(ExplainedText example) =>
        example.Spans is { } spans ? example.Text[spans.Max(span => span.End)..].Trim() : "";
}
