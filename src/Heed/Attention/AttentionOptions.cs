using System.Numerics.Tensors;
using Heed.Attention.Positions;
using Heed.Kernels;

namespace Heed.Attention;

/// <summary>
/// What <see cref="ScaledDotProductAttention"/> needs beside queries, keys and values: s_ij = cap(scale q_i . k_j) + bias_ij +
/// relative(place_i - j) - slope |place_i - j| over the keys that the mask shows, as <see cref="AttentionScores"/> have it.
/// <c>default</c> asks for none of it.
/// </summary>
public readonly ref struct AttentionOptions
{
    /// <summary>Who may attend to whom; null for everybody.</summary>
    public AttentionMask? Mask { get; init; }

    /// <summary>Factor of the products; null for 1 / sqrt(headDim).</summary>
    public float? Scale { get; init; }

    /// <summary>The scaled products are squeezed into (-softCap, softCap); 0: they are not.</summary>
    public float SoftCap { get; init; }

    /// <summary>[numHeads]: see <see cref="Alibi"/>; empty: none.</summary>
    public ReadOnlySpan<float> AlibiSlopes { get; init; }

    /// <summary>[batch or 1, numHeads or 1, queryLen, keyLen]; empty: none.</summary>
    public ReadOnlyTensorSpan<float> Bias { get; init; }

    /// <summary>[numHeads or 1, width]: column RelativeOrigin + d is for place_i - j = d; empty: none.</summary>
    public ReadOnlyTensorSpan<float> RelativeBias { get; init; }

    /// <summary>The column of distance 0: at least queryLen - 1, and at most width - keyLen.</summary>
    public int RelativeOrigin { get; init; }

    /// <summary>[numHeads]: the score of a key that is not there; empty: none.</summary>
    public ReadOnlySpan<float> Sinks { get; init; }

    /// <summary>Share of the weights that is dropped.</summary>
    public float DropoutRate { get; init; }

    /// <summary>Names the weights that are dropped: the same key, the same ones.</summary>
    public ulong DropoutKey { get; init; }

    /// <exception cref="ArgumentException">Something is for other heads, sequences or lengths.</exception>
    internal AttentionShape ApplyTo(AttentionShape shape)
    {
        shape = (Mask ?? AttentionMask.None).ApplyTo(shape);
        if (!Bias.IsEmpty && !shape.Bias.IsEmpty)
        {
            throw new ArgumentException("Attention: a mask that adds to the scores and a bias do not go together: add them first.");
        }

        RequireHeads(AlibiSlopes.IsEmpty ? shape.NumHeads : AlibiSlopes.Length, shape.NumHeads, "slopes");
        RequireHeads(Sinks.IsEmpty ? shape.NumHeads : Sinks.Length, shape.NumHeads, "sinks");
        return shape with
        {
            Scale = Scale ?? shape.Scale,
            SoftCap = SoftCap,
            AlibiSlopes = AlibiSlopes,
            Bias = Bias.IsEmpty ? shape.Bias : StridedRows.MemoryOf(Bias),
            BiasStrides = Bias.IsEmpty ? shape.BiasStrides : BiasStridesOf(shape, Bias.Lengths, Bias.Strides),
            RelativeBias = StridedRows.MemoryOf(RelativeBias),
            RelativeOrigin = RelativeOrigin,
            RelativeHeadStride = RelativeBias.IsEmpty ? 0 : RelativeHeadStride(shape.NumHeads),
            Sinks = Sinks,
            DropoutRate = DropoutRate,
            DropoutKey = DropoutKey,
        };
    }

    /// <summary>The steps through a bias, or its gradient.</summary>
    /// <exception cref="ArgumentException">It is for other sequences, heads or lengths, or its last axis has gaps.</exception>
    internal static AttentionMapStrides BiasStridesOf(in AttentionShape shape, ReadOnlySpan<nint> lengths, ReadOnlySpan<nint> strides)
    {
        if (lengths.Length != 4 || (lengths[3] > 1 && strides[3] != 1))
        {
            throw new ArgumentException(
                $"Attention: a bias is [batch or 1, numHeads or 1, queryLen, keyLen], its columns side by side, not {StridedRows.Describe(lengths)}.");
        }

        new AttentionMapShape((int)lengths[0], (int)lengths[1], (int)lengths[2], (int)lengths[3]).RequireFor(shape, "a bias");
        // The stride of an axis of one is anything.
        return new AttentionMapStrides(
            lengths[0] == 1 ? 0 : checked((int)strides[0]),
            lengths[1] == 1 ? 0 : checked((int)strides[1]),
            checked((int)(lengths[2] == 1 ? lengths[3] : strides[2])));
    }

    private int RelativeHeadStride(int numHeads)
    {
        var lengths = RelativeBias.Lengths;
        if (lengths.Length != 2 || (lengths[1] > 1 && RelativeBias.Strides[1] != 1) || (lengths[0] != 1 && lengths[0] != numHeads))
        {
            throw new ArgumentException(
                $"Attention: a relative bias is [{numHeads} or 1, width], its columns side by side, not {StridedRows.Describe(lengths)}.");
        }

        return lengths[0] == 1 ? 0 : checked((int)RelativeBias.Strides[0]);
    }

    private static void RequireHeads(int found, int expected, string what)
    {
        if (found != expected)
        {
            throw new ArgumentException($"Attention: {found} {what} are not for {expected} heads.");
        }
    }
}
