using Heed.Autograd;

namespace Heed.Attention.Mechanisms;

/// <summary>
/// scaled_dot_product_attention(Q, K, V, mask) of many a lesson: softmax(Q K^T / sqrt(headDim)) V, where the score becomes -1e9 if the
/// mask is 0. Wherever a query sees something this gives the weights of <see cref="ScaledDotAttention"/>, since e^-1e9 is 0 beside any
/// other score. But a query that sees nothing has all its scores at -1e9, and averages everything that it should not see.
/// </summary>
public static class LessonAttention
{
    /// <summary>What a score becomes where the mask is 0.</summary>
    public const float HiddenScore = -1e9f;

    /// <param name="query">[..., queryLen, headDim].</param>
    /// <param name="key">[..., keyLen, headDim].</param>
    /// <param name="value">[..., keyLen, valueDim].</param>
    /// <param name="mask">0 = hidden; any shape that stretches to [..., queryLen, keyLen]. Null for no mask.</param>
    /// <returns>[..., queryLen, valueDim] and [..., queryLen, keyLen].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static (Tensor Output, Tensor Weights) Apply(Tensor query, Tensor key, Tensor value, Tensor? mask = null)
    {
        var scores = Scores(query, key);
        if (mask is not null)
        {
            bool[] visible = [.. Op.Broadcast(mask, scores.Shape).Data.ToArray().Select(number => number != 0)];
            scores = Op.MaskedFill(scores, visible, HiddenScore);
        }

        var weights = Op.Softmax(scores);
        return (Op.MatMul(weights, value), weights);
    }

    /// <summary>The same rule for a mask that is a description.</summary>
    /// <param name="query">[queryLen, headDim], [batch, queryLen, headDim] or [batch, numHeads, queryLen, headDim].</param>
    /// <param name="key">[..., keyLen, headDim].</param>
    /// <param name="value">[..., keyLen, valueDim].</param>
    /// <param name="mask">Who may attend to whom.</param>
    /// <returns>[..., queryLen, valueDim] and [..., queryLen, keyLen].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static (Tensor Output, Tensor Weights) Apply(Tensor query, Tensor key, Tensor value, AttentionMask mask)
    {
        var weights = Op.Softmax(MaskedScores.Apply(Scores(query, key), mask, HiddenScore));
        return (Op.MatMul(weights, value), weights);
    }

    /// <returns>Q K^T / sqrt(headDim), [..., queryLen, keyLen].</returns>
    private static Tensor Scores(Tensor query, Tensor key) => Op.Scale(Op.MatMul(query, key, transposeB: true), 1 / MathF.Sqrt(query.Columns));
}
