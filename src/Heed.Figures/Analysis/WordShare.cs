namespace Heed.Figures.Analysis;

/// <summary>
/// A word of an explained text and its share of the rollout at the place where the classifier reads its answer. The shares
/// of all words sum to 1; special tokens are left out before the rest is rescaled.
/// </summary>
/// <param name="Text">The word as it stands in the text.</param>
/// <param name="Share">Its share, 0 to 1.</param>
/// <param name="SpaceBefore">Whether white space parts it from the word before.</param>
public sealed record WordShare(string Text, float Share, bool SpaceBefore)
{
    /// <summary>The words of a text with their shares, in the order of the text.</summary>
    /// <param name="example">The explained text.</param>
    /// <returns>An empty list if the text has no word.</returns>
    public static IReadOnlyList<WordShare> Of(ExplainedText example)
    {
        ArgumentNullException.ThrowIfNull(example);
        var groups = WordGroup.Of(example.Attention, SpecialTokens.Drop);
        var flow = Flow(AttentionRollout.Compute(example.Attention), example.Attention.SeqLen, example.ReadOut);
        var sums = groups.Select(group => flow.AsSpan(group.First, group.Count).ToArray().Sum()).ToArray();
        var total = sums.Sum();
        return [.. groups.Select((group, i) => new WordShare(
            WrittenWords.Of(example, group),
            total > 0 ? sums[i] / total : 0,
            WrittenWords.SpaceBefore(example, groups, i)))];
    }

    // The pooled row of the rollout, [seqLen].
    private static float[] Flow(float[] rollout, int seqLen, ReadOut readOut)
    {
        if (readOut == ReadOut.FirstToken)
        {
            return rollout[..seqLen];
        }

        var mean = new float[seqLen];
        for (var i = 0; i < rollout.Length; i++)
        {
            mean[i % seqLen] += rollout[i] / seqLen;
        }

        return mean;
    }
}
