using System.Numerics.Tensors;
using Heed.Kernels;

namespace Heed.Attention;

/// <summary>
/// Scaled dot-product attention (Vaswani et al. 2017, equation 1) over memory that the caller owns, without a tape and without
/// copies: output_i = sum_j w_ij v_j, w_ij = exp(s_ij) / sum_j exp(s_ij) over the keys that query i may see, s_ij as
/// <see cref="AttentionOptions"/> say. A query that sees nothing gets zeros. The matrix of weights is never made (Dao et al. 2022),
/// and once it is warm a call allocates nothing.
/// </summary>
public static partial class ScaledDotProductAttention
{
    /// <summary>Attention over dense memory.</summary>
    /// <param name="query">[batch, numHeads, queryLen, headDim].</param>
    /// <param name="key">[batch, numKeyValueHeads, keyLen, headDim].</param>
    /// <param name="value">[batch, numKeyValueHeads, keyLen, valueDim].</param>
    /// <param name="output">[batch, numHeads, queryLen, valueDim].</param>
    /// <param name="sizes">The sizes.</param>
    /// <param name="options">Mask and scores.</param>
    /// <param name="statistics">Of sizes.StatisticsLength: what a backward needs; empty if there is none.</param>
    /// <exception cref="ArgumentException">A span has another length than the sizes say, or mask and scores are for other sizes.</exception>
    public static void Forward(
        ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, Span<float> output, in AttentionSizes sizes,
        in AttentionOptions options = default, Span<float> statistics = default)
    {
        sizes.Check();
        using var offsets = new UniformOffsets(stackalloc int[UniformOffsets.OnStack], sizes.Batch, sizes.QueryLen, sizes.KeyLen);
        var shape = options.ApplyTo(sizes.Shape(offsets));
        RequireLengths(shape, query.Length, key.Length, value.Length, output.Length);
        Forward(shape, query, key, value, output, statistics);
    }

    /// <summary>Attention over packed sequences of any lengths.</summary>
    /// <param name="query">[query tokens, numHeads, headDim].</param>
    /// <param name="key">[key tokens, numKeyValueHeads, headDim].</param>
    /// <param name="value">[key tokens, numKeyValueHeads, valueDim].</param>
    /// <param name="output">[query tokens, numHeads, valueDim].</param>
    /// <param name="sizes">The sizes, and where the sequences begin.</param>
    /// <param name="options">Mask and scores.</param>
    /// <param name="statistics">Of sizes.StatisticsLength: what a backward needs; empty if there is none.</param>
    /// <exception cref="ArgumentException">A span has another length than the sizes say, or mask and scores are for other sizes.</exception>
    public static void Forward(
        ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, Span<float> output, in PackedAttentionSizes sizes,
        in AttentionOptions options = default, Span<float> statistics = default)
    {
        var shape = sizes.Shape();
        AttentionPass.Check(shape);
        shape = options.ApplyTo(shape);
        RequireLengths(shape, query.Length, key.Length, value.Length, output.Length);
        Forward(shape, query, key, value, output, statistics);
    }

    /// <summary>Attention over tensors where they lie, in any order of the first three axes, such as a permuted [batch, length, heads, dim].</summary>
    /// <param name="query">[batch, numHeads, queryLen, headDim].</param>
    /// <param name="key">[batch, numKeyValueHeads, keyLen, headDim].</param>
    /// <param name="value">[batch, numKeyValueHeads, keyLen, valueDim].</param>
    /// <param name="output">[batch, numHeads, queryLen, valueDim].</param>
    /// <param name="options">Mask and scores.</param>
    /// <param name="statistics">Of 2 batch numHeads queryLen: what a backward needs; empty if there is none.</param>
    /// <exception cref="ArgumentException">The shapes do not fit one another, a last axis has gaps, or mask and scores are for other sizes.</exception>
    public static void Forward(
        in ReadOnlyTensorSpan<float> query, in ReadOnlyTensorSpan<float> key, in ReadOnlyTensorSpan<float> value, in TensorSpan<float> output,
        in AttentionOptions options = default, Span<float> statistics = default)
    {
        var sizes = SizesOf(query, key, value);
        using var offsets = new UniformOffsets(stackalloc int[UniformOffsets.OnStack], sizes.Batch, sizes.QueryLen, sizes.KeyLen);
        var rows = StridedRows.Of(query, nameof(query), sizes.Batch, sizes.NumHeads, sizes.QueryLen, sizes.HeadDim);
        var keys = StridedRows.Of(key, nameof(key), sizes.Batch, sizes.KeyValueHeads, sizes.KeyLen, sizes.HeadDim);
        var values = StridedRows.Of(value, nameof(value), sizes.Batch, sizes.KeyValueHeads, sizes.KeyLen, sizes.ValueWidth);
        var target = StridedRows.Target(output, nameof(output), sizes.Batch, sizes.NumHeads, sizes.QueryLen, sizes.ValueWidth, out var layout);
        Forward(options.ApplyTo(sizes.Shape(offsets, rows.Layout, keys.Layout, values.Layout, layout)), rows.Memory, keys.Memory, values.Memory, target, statistics);
    }
}
