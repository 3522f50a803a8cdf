using Heed.Attention.Positions;
using Heed.Autograd;

namespace Heed.Attention.Mechanisms;

/// <summary>
/// What <see cref="AttentionScores"/> add to scaled scores by place: bias_ij, relative(place_i - j), and - slope |place_i - j|, where
/// place_i = i + keyLen - queryLen, or i if the mask is aligned top-left.
/// </summary>
internal static class ScoreBias
{
    /// <param name="scores">[batch, numHeads, queryLen, keyLen], or fewer axes.</param>
    /// <param name="options">What is added.</param>
    /// <param name="firstPlace">The key that query 0 stands at.</param>
    public static Tensor Add(Tensor scores, AttentionScores options, int firstPlace)
    {
        if (options.Bias is { } bias)
        {
            scores = MaskedScores.AddBias(scores, bias);
        }

        if (options.RelativeBias is null && options.AlibiSlopes.IsEmpty)
        {
            return scores;
        }

        var (queryLen, keyLen) = (scores.Shape[^2], scores.Columns);
        int[] distances = [.. Enumerable.Range(0, queryLen * keyLen).Select(ij => firstPlace + (ij / keyLen) - (ij % keyLen))];
        if (options.RelativeBias is { } relative)
        {
            scores = MaskedScores.AddBias(scores, ByDistance(relative, distances).Reshape(1, relative.Values.Rows, queryLen, keyLen));
        }

        if (!options.AlibiSlopes.IsEmpty)
        {
            var slopes = Tensor.From(options.AlibiSlopes.Span, 1, options.AlibiSlopes.Length, 1, 1);
            var penalty = Tensor.From([.. distances.Select(distance => -(float)Math.Abs(distance))], queryLen, keyLen);
            scores = MaskedScores.AddBias(scores, Op.Multiply(slopes, penalty)); // [1, numHeads, queryLen, keyLen]
        }

        return scores;
    }

    /// <returns>[numHeads or 1, distances].</returns>
    private static Tensor ByDistance(RelativeBias bias, int[] distances) =>
        Op.Transpose(Op.SelectRows(Op.Transpose(bias.Values), [.. distances.Select(distance => bias.Origin + distance)]));
}
