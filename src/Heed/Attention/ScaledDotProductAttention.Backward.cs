using System.Numerics.Tensors;
using Heed.Kernels;

namespace Heed.Attention;

/// <content>The gradients: each is added to what is there, and one that stays empty is not computed.</content>
public static partial class ScaledDotProductAttention
{
    /// <summary>The gradients over dense memory; weights are computed again from the statistics.</summary>
    /// <param name="query">As in the forward.</param>
    /// <param name="key">As in the forward.</param>
    /// <param name="value">As in the forward.</param>
    /// <param name="output">As the forward left it.</param>
    /// <param name="statistics">As the forward left them.</param>
    /// <param name="outputGradient">d loss / d output.</param>
    /// <param name="queryGradient">d loss / d query is added to it; may be empty.</param>
    /// <param name="keyGradient">d loss / d key is added to it; may be empty.</param>
    /// <param name="valueGradient">d loss / d value is added to it; may be empty.</param>
    /// <param name="sizes">As in the forward.</param>
    /// <param name="options">As in the forward.</param>
    /// <param name="gradients">Where the gradients of biases and sinks are added.</param>
    /// <exception cref="ArgumentException">A span has another length than the sizes say, or mask and scores are for other sizes.</exception>
    public static void Backward(
        ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, ReadOnlySpan<float> output, ReadOnlySpan<float> statistics,
        ReadOnlySpan<float> outputGradient, Span<float> queryGradient, Span<float> keyGradient, Span<float> valueGradient, in AttentionSizes sizes,
        in AttentionOptions options = default, in AttentionGradients gradients = default)
    {
        sizes.Check();
        using var offsets = new UniformOffsets(stackalloc int[UniformOffsets.OnStack], sizes.Batch, sizes.QueryLen, sizes.KeyLen);
        var shape = options.ApplyTo(sizes.Shape(offsets));
        RequireLengths(shape, query.Length, key.Length, value.Length, output.Length);
        RequireLengths(shape, Or(queryGradient, query), Or(keyGradient, key), Or(valueGradient, value), outputGradient.Length);
        Backward(shape, query, key, value, output, statistics, outputGradient, queryGradient, keyGradient, valueGradient, options, gradients);
    }

    /// <summary>The gradients over packed sequences.</summary>
    /// <inheritdoc cref="Backward(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, Span{float}, Span{float}, in AttentionSizes, in AttentionOptions, in AttentionGradients)"/>
    public static void Backward(
        ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, ReadOnlySpan<float> output, ReadOnlySpan<float> statistics,
        ReadOnlySpan<float> outputGradient, Span<float> queryGradient, Span<float> keyGradient, Span<float> valueGradient,
        in PackedAttentionSizes sizes, in AttentionOptions options = default, in AttentionGradients gradients = default)
    {
        var shape = sizes.Shape();
        AttentionPass.Check(shape);
        shape = options.ApplyTo(shape);
        RequireLengths(shape, query.Length, key.Length, value.Length, output.Length);
        RequireLengths(shape, Or(queryGradient, query), Or(keyGradient, key), Or(valueGradient, value), outputGradient.Length);
        Backward(shape, query, key, value, output, statistics, outputGradient, queryGradient, keyGradient, valueGradient, options, gradients);
    }

    /// <summary>The gradients over tensors where they lie. A gradient has the strides of what it is the gradient of.</summary>
    /// <inheritdoc cref="Backward(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, Span{float}, Span{float}, in AttentionSizes, in AttentionOptions, in AttentionGradients)"/>
    public static void Backward(
        in ReadOnlyTensorSpan<float> query, in ReadOnlyTensorSpan<float> key, in ReadOnlyTensorSpan<float> value, in ReadOnlyTensorSpan<float> output,
        ReadOnlySpan<float> statistics, in ReadOnlyTensorSpan<float> outputGradient, in TensorSpan<float> queryGradient,
        in TensorSpan<float> keyGradient, in TensorSpan<float> valueGradient, in AttentionOptions options = default,
        in AttentionGradients gradients = default)
    {
        var sizes = SizesOf(query, key, value);
        using var offsets = new UniformOffsets(stackalloc int[UniformOffsets.OnStack], sizes.Batch, sizes.QueryLen, sizes.KeyLen);
        var rows = StridedRows.Of(query, nameof(query), sizes.Batch, sizes.NumHeads, sizes.QueryLen, sizes.HeadDim);
        var keys = StridedRows.Of(key, nameof(key), sizes.Batch, sizes.KeyValueHeads, sizes.KeyLen, sizes.HeadDim);
        var values = StridedRows.Of(value, nameof(value), sizes.Batch, sizes.KeyValueHeads, sizes.KeyLen, sizes.ValueWidth);
        var result = StridedRows.Of(output, nameof(output), sizes.Batch, sizes.NumHeads, sizes.QueryLen, sizes.ValueWidth);
        var flow = StridedRows.Of(outputGradient, nameof(outputGradient), sizes.Batch, sizes.NumHeads, sizes.QueryLen, sizes.ValueWidth);
        RequireSameLayout(result.Layout, flow.Layout, nameof(outputGradient));
        Backward(
            options.ApplyTo(sizes.Shape(offsets, rows.Layout, keys.Layout, values.Layout, result.Layout)), rows.Memory, keys.Memory, values.Memory,
            result.Memory, statistics, flow.Memory, Target(queryGradient, rows.Layout, query.Lengths, nameof(queryGradient)),
            Target(keyGradient, keys.Layout, key.Lengths, nameof(keyGradient)), Target(valueGradient, values.Layout, value.Lengths, nameof(valueGradient)),
            options, gradients);
    }

    private static void Backward(
        in AttentionShape shape, ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, ReadOnlySpan<float> output,
        ReadOnlySpan<float> statistics, ReadOnlySpan<float> outputGradient, Span<float> queryGradient, Span<float> keyGradient,
        Span<float> valueGradient, in AttentionOptions options, in AttentionGradients gradients)
    {
        if (!queryGradient.IsEmpty || !keyGradient.IsEmpty || !valueGradient.IsEmpty)
        {
            AttentionKernel.Backward(shape, query, key, value, output, statistics, outputGradient, queryGradient, keyGradient, valueGradient);
        }

        if (!gradients.Bias.IsEmpty)
        {
            var strides = AttentionOptions.BiasStridesOf(shape, gradients.Bias.Lengths, gradients.Bias.Strides);
            AttentionKernel.BiasGradient(
                shape, query, key, value, output, statistics, outputGradient, StridedRows.MemoryOf(gradients.Bias), strides);
        }

        if (!gradients.RelativeBias.IsEmpty)
        {
            if (!gradients.RelativeBias.Lengths.SequenceEqual(options.RelativeBias.Lengths)
                || !gradients.RelativeBias.Strides.SequenceEqual(options.RelativeBias.Strides))
            {
                throw new ArgumentException(
                    $"Attention: the gradient of a relative bias has the shape and strides of the bias, {StridedRows.Describe(options.RelativeBias.Lengths)}, not {StridedRows.Describe(gradients.RelativeBias.Lengths)}.");
            }

            AttentionKernel.RelativeBiasGradient(
                shape, query, key, value, output, statistics, outputGradient, StridedRows.MemoryOf(gradients.RelativeBias));
        }

        if (!gradients.Sinks.IsEmpty)
        {
            AttentionKernel.SinkGradient(shape, output, statistics, outputGradient, gradients.Sinks);
        }
    }

    private static int Or(Span<float> gradient, ReadOnlySpan<float> source) => gradient.IsEmpty ? source.Length : gradient.Length;

    private static Span<float> Target(TensorSpan<float> gradient, AttentionLayout layout, ReadOnlySpan<nint> lengths, string name)
    {
        if (gradient.IsEmpty)
        {
            return default;
        }

        var memory = StridedRows.Target(gradient, name, (int)lengths[0], (int)lengths[1], (int)lengths[2], (int)lengths[3], out var own);
        RequireSameLayout(layout, own, name);
        return memory;
    }

    private static void RequireSameLayout(AttentionLayout expected, AttentionLayout found, string name)
    {
        if (expected != found)
        {
            throw new ArgumentException($"Attention: {name} has other strides than what it is the gradient of.");
        }
    }
}
