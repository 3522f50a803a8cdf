using Heed.Kernels;

namespace Heed.Attention;

/// <summary>
/// What there is to say of one layer's weights in O(N) memory; no map is made for it. <see cref="AttentionSummaryTarget"/> gives
/// the equations.
/// </summary>
public sealed class AttentionSummary
{
    private readonly int[] queryOffsets;
    private readonly int[] keyOffsets;
    private readonly float[] entropy;
    private readonly int[] topKeys;
    private readonly float[] topWeights;
    private readonly float[] columnSums;

    internal AttentionSummary(AttentionCall call, ReadOnlySpan<float> statistics, int topCount)
    {
        var shape = call.Shape();
        (NumHeads, TopCount) = (shape.NumHeads, topCount);
        (queryOffsets, keyOffsets) = (shape.QueryOffsets.ToArray(), shape.KeyOffsets.ToArray());
        entropy = new float[checked(NumHeads * shape.QueryTokens)];
        topKeys = new int[checked(entropy.Length * topCount)];
        topWeights = new float[topKeys.Length];
        columnSums = new float[checked(NumHeads * shape.KeyTokens)];
        var target = new AttentionSummaryTarget
        {
            Entropy = entropy, TopCount = topCount, TopKeys = topKeys, TopWeights = topWeights, ColumnSums = columnSums,
        };
        AttentionKernel.Summarize(shape, call.Query.Data, call.Key.Data, statistics, target);
    }

    public int NumHeads { get; }

    /// <summary>How many top keys there are of each query.</summary>
    public int TopCount { get; }

    /// <summary>[queryLen]: the entropy of each query's weights, in nats: 0 where it looks at one key alone, ln n at n keys evenly.</summary>
    public ReadOnlySpan<float> Entropy(int sequence, int head) => Of(entropy, queryOffsets, sequence, head, 1);

    /// <summary>[queryLen, TopCount]: the keys of each query's largest weights, the largest first; -1 where it sees fewer.</summary>
    public ReadOnlySpan<int> TopKeys(int sequence, int head) => Of(topKeys, queryOffsets, sequence, head, TopCount);

    /// <summary>[queryLen, TopCount]: the weights of the <see cref="TopKeys"/>.</summary>
    public ReadOnlySpan<float> TopWeights(int sequence, int head) => Of(topWeights, queryOffsets, sequence, head, TopCount);

    /// <summary>[keyLen]: the sum over the queries of what they look at each key; over all keys they sum to queryLen, without sinks.</summary>
    public ReadOnlySpan<float> ColumnSums(int sequence, int head) => Of(columnSums, keyOffsets, sequence, head, 1);

    private ReadOnlySpan<T> Of<T>(T[] values, int[] offsets, int sequence, int head, int width)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)sequence, (uint)(offsets.Length - 1), nameof(sequence));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)head, (uint)NumHeads, nameof(head));
        return values.AsSpan(((head * offsets[^1]) + offsets[sequence]) * width, (offsets[sequence + 1] - offsets[sequence]) * width);
    }
}
