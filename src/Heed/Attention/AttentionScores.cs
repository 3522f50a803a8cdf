using Heed.Attention.Positions;
using Heed.Autograd;
using Heed.Kernels;

namespace Heed.Attention;

/// <summary>
/// What the score of a query and a key is: s_ij = cap(scale q_i . k_j) + bias_ij + relative(place_i - j) - slope |place_i - j|,
/// cap(x) = softCap tanh(x / softCap). Place_i = i + keyLen - queryLen: the last query stands at the last key. The weights are the
/// softmax of the scores and, if there is one, of the head's sink.
/// </summary>
public sealed record AttentionScores
{
    /// <summary>s_ij = q_i . k_j / sqrt(headDim) (Vaswani et al. 2017, equation 1).</summary>
    public static AttentionScores Scaled { get; } = new();

    /// <summary>Factor of the products; null for 1 / sqrt(headDim).</summary>
    public float? Scale { get; init; }

    /// <summary>The scaled products are squeezed into (-softCap, softCap), as in Gemma 2 (2024, section 2); 0: they are not.</summary>
    public float SoftCap { get; init; }

    /// <summary>[numHeads]: see <see cref="Alibi"/>; empty: none.</summary>
    public ReadOnlyMemory<float> AlibiSlopes { get; init; }

    /// <summary>
    /// [batch or 1, numHeads or 1, queryLen, keyLen], added to the scores; gradients flow to it. Sequences that are shorter use the
    /// first rows and columns; -inf hides.
    /// </summary>
    public Tensor? Bias { get; init; }

    /// <summary>Added to the scores by distance; gradients flow to it. Not for masks aligned top-left.</summary>
    public RelativeBias? RelativeBias { get; init; }

    /// <summary>
    /// [numHeads]: the score of a key that is not there, which takes its share e^sink / (e^sink + sum_j e^s_ij) and gives nothing
    /// (Xiao et al. 2024; learned, as in gpt-oss). Gradients flow to it.
    /// </summary>
    public Tensor? Sinks { get; init; }

    /// <summary>All that gradients may flow to.</summary>
    internal Tensor?[] Learnt => [Bias, RelativeBias?.Values, Sinks];

    /// <summary>The same with what is O(N) of it copied, so that it outlives a tape; a bias of queryLen x keyLen is not.</summary>
    internal AttentionScores Kept() => this with
    {
        RelativeBias = RelativeBias is null ? null : new RelativeBias(Copy(RelativeBias.Values), RelativeBias.Origin),
        Sinks = Sinks is null ? null : Copy(Sinks),
    };

    /// <summary>The shape with these scores, over what a mask has added to them.</summary>
    /// <exception cref="ArgumentException">They are for other heads, sequences or lengths.</exception>
    internal AttentionShape ApplyTo(AttentionShape shape)
    {
        var biasShape = BiasShape;
        biasShape?.RequireFor(shape, "a bias");
        RequireHeads(RelativeBias is null or { Values.Rows: 1 } ? shape.NumHeads : RelativeBias.Values.Rows, shape.NumHeads, "a relative bias");
        RequireHeads(AlibiSlopes.IsEmpty ? shape.NumHeads : AlibiSlopes.Length, shape.NumHeads, "slopes");
        RequireHeads(Sinks is null ? shape.NumHeads : Sinks.Length, shape.NumHeads, "sinks");
        return shape with
        {
            Scale = Scale ?? shape.Scale,
            SoftCap = SoftCap,
            AlibiSlopes = AlibiSlopes.Span,
            Bias = Bias is null ? shape.Bias : Bias.Data,
            BiasStrides = biasShape is null ? shape.BiasStrides : biasShape.Value.Strides,
            RelativeBias = RelativeBias is null ? default : RelativeBias.Values.Data,
            RelativeOrigin = RelativeBias is null ? 0 : RelativeBias.Origin,
            RelativeHeadStride = RelativeBias is null or { Values.Rows: 1 } ? 0 : RelativeBias.Values.Columns,
            Sinks = Sinks is null ? default : Sinks.Data,
        };

        static void RequireHeads(int found, int expected, string what)
        {
            if (found != expected)
            {
                throw new ArgumentException($"Attention: {what} of {found} heads is not for {expected} heads.");
            }
        }
    }

    private static Tensor Copy(Tensor tensor) => Tensor.From(tensor.Data, tensor.Shape);

    private AttentionMapShape? BiasShape => Bias is null ? null : Bias.Rank == 4
        ? new AttentionMapShape(Bias.Shape[0], Bias.Shape[1], Bias.Shape[2], Bias.Shape[3])
        : throw new ArgumentException($"Attention: a bias is [batch or 1, numHeads or 1, queryLen, keyLen], not {Bias}.");
}
