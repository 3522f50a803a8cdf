using System.Buffers;
using System.Numerics.Tensors;
using Heed.Kernels;

namespace Heed.Attention;

/// <content>What forward and backward share.</content>
public static partial class ScaledDotProductAttention
{
    private static void Forward(
        in AttentionShape shape, ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, Span<float> output, Span<float> statistics)
    {
        if (!statistics.IsEmpty)
        {
            AttentionKernel.Forward(shape, query, key, value, output, statistics);
            return;
        }

        var rented = ArrayPool<float>.Shared.Rent(shape.StatisticsLength);
        try
        {
            AttentionKernel.Forward(shape, query, key, value, output, rented);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    private static AttentionSizes SizesOf(in ReadOnlyTensorSpan<float> query, in ReadOnlyTensorSpan<float> key, in ReadOnlyTensorSpan<float> value)
    {
        RequireFourAxes(query, nameof(query));
        RequireFourAxes(key, nameof(key));
        RequireFourAxes(value, nameof(value));
        var sizes = new AttentionSizes
        {
            Batch = checked((int)query.Lengths[0]),
            NumHeads = checked((int)query.Lengths[1]),
            NumKeyValueHeads = checked((int)key.Lengths[1]),
            QueryLen = checked((int)query.Lengths[2]),
            KeyLen = checked((int)key.Lengths[2]),
            HeadDim = checked((int)query.Lengths[3]),
            ValueDim = checked((int)value.Lengths[3]),
        };
        sizes.Check();
        return sizes;
    }

    private static void RequireFourAxes(in ReadOnlyTensorSpan<float> tensor, string name)
    {
        if (tensor.Rank != 4)
        {
            throw new ArgumentException($"Attention: {name} has the shape {StridedRows.Describe(tensor.Lengths)}, and [batch, heads, length, dim] is needed.");
        }
    }

    private static void RequireLengths(in AttentionShape shape, int query, int key, int value, int output)
    {
        Require(query, nameof(query), shape.QueryTokens, shape.NumHeads, shape.HeadDim);
        Require(key, nameof(key), shape.KeyTokens, shape.NumKeyValueHeads, shape.HeadDim);
        Require(value, nameof(value), shape.KeyTokens, shape.NumKeyValueHeads, shape.ValueDim);
        Require(output, nameof(output), shape.QueryTokens, shape.NumHeads, shape.ValueDim);

        static void Require(int found, string name, int tokens, int heads, int dim)
        {
            if (found != (long)tokens * heads * dim)
            {
                throw new ArgumentException($"Attention: {name}, or its gradient, has {found} numbers, and {tokens} tokens of {heads} heads of {dim} are needed.");
            }
        }
    }
}
