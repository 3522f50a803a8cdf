using Heed.Autograd;

namespace Heed.Attention.Mechanisms;

/// <summary>
/// What a mask does to scores: its numbers are added, and where it lets a query not see a key stands -inf, of which softmax makes a
/// weight of exactly zero. In a row of nothing but -inf all weights are zero, and so is the output.
/// </summary>
public static class MaskedScores
{
    /// <param name="scores">[queryLen, keyLen], [batch, queryLen, keyLen] or [batch, numHeads, queryLen, keyLen].</param>
    /// <param name="mask">Who may attend to whom; null for everybody.</param>
    /// <param name="fill">What stands for a score that is hidden.</param>
    /// <returns>As <paramref name="scores"/>.</returns>
    /// <exception cref="ArgumentException">The mask is for other sequences, heads or lengths.</exception>
    public static Tensor Apply(Tensor scores, AttentionMask? mask, float fill = float.NegativeInfinity)
    {
        if (mask is null || mask == AttentionMask.None)
        {
            return scores;
        }

        if (mask.Bias is { Shape: var shape } bias)
        {
            scores = AddBias(scores, Tensor.From(bias.Values, shape.Batch, shape.NumHeads, shape.QueryLen, shape.KeyLen));
        }

        var (batch, numHeads) = Leading(scores);
        var map = mask.WriteOut(Sequences.Uniform(batch, scores.Shape[^2]), Sequences.Uniform(batch, scores.Columns), numHeads);
        return Op.MaskedFill(scores, map.Values.ToArray(), fill);
    }

    /// <summary>The scores plus the first rows and columns of a bias.</summary>
    /// <param name="scores">[queryLen, keyLen], [batch, queryLen, keyLen] or [batch, numHeads, queryLen, keyLen].</param>
    /// <param name="bias">[batch or 1, numHeads or 1, queryLen or more, keyLen or more].</param>
    internal static Tensor AddBias(Tensor scores, Tensor bias)
    {
        bias = Op.Slice(Op.Slice(bias, -2, 0, scores.Shape[^2]), -1, 0, scores.Columns);
        var (batch, numHeads) = Leading(scores);
        return Op.Add(scores.Reshape(batch, numHeads, scores.Shape[^2], scores.Columns), bias).Reshape(scores.Shape);
    }

    /// <summary>The number of sequences, and of heads.</summary>
    internal static (int Batch, int NumHeads) Leading(Tensor scores) => scores.Rank switch
    {
        2 => (1, 1),
        3 => (scores.Shape[0], 1),
        4 => (scores.Shape[0], scores.Shape[1]),
        _ => throw new ArgumentException($"Scores are [queryLen, keyLen], with batch and numHeads before them or not, not {scores}.", nameof(scores)),
    };
}
