using Heed.Autograd;
using Heed.Kernels;

namespace Heed.Attention;

/// <summary>One call under the tape; its backward needs the same shape again, which a ref struct cannot wait for.</summary>
internal sealed class AttentionCall
{
    private readonly AttentionHeads heads;
    private readonly AttentionScores scores;
    private readonly int headDim;
    private readonly int valueDim;
    private readonly ulong dropoutKey;

    public AttentionCall(AttentionHeads heads, int headDim, int valueDim, AttentionColumns query, AttentionColumns key, AttentionColumns value)
    {
        (this.heads, this.headDim, this.valueDim) = (heads, headDim, valueDim);
        (Query, Key, Value) = (query, key, value);
        scores = WithBiasOf(heads.Mask, heads.Scores);
        dropoutKey = heads.DropoutRate > 0 && Tape.Current?.Dropout is { } seed ? seed.NextKey() : 0;
    }

    private AttentionCall(AttentionCall call)
    {
        (heads, headDim, valueDim) = (call.heads, call.headDim, call.valueDim);
        scores = call.scores.Kept();
        Query = call.Query.Kept(heads.Queries, heads.NumHeads, headDim);
        Key = Value = call.Key.Kept(heads.Keys ?? heads.Queries, heads.NumKeyValueHeads ?? heads.NumHeads, headDim);
    }

    public AttentionColumns Query { get; }

    public AttentionColumns Key { get; }

    public AttentionColumns Value { get; }

    /// <summary>All that gradients may flow to.</summary>
    public Tensor?[] Inputs => [Query.Source, Key.Source, Value.Source, .. scores.Learnt];

    /// <summary>
    /// What the weights before dropout can be computed from again, on a copy of queries and keys, O(N) numbers; it outlives the tape
    /// and what a cache does next.
    /// </summary>
    public AttentionCall Kept() => new(this);

    /// <exception cref="ArgumentException">Mask or scores are for other sequences, heads or lengths.</exception>
    public AttentionShape Shape() => scores.ApplyTo(heads.Mask.ApplyTo(new AttentionShape
    {
        NumHeads = heads.NumHeads,
        NumKeyValueHeads = heads.NumKeyValueHeads ?? heads.NumHeads,
        HeadDim = headDim,
        ValueDim = valueDim,
        QueryOffsets = heads.Queries.Offsets,
        KeyOffsets = (heads.Keys ?? heads.Queries).Offsets,
        Query = Query.Layout,
        Key = Key.Layout,
        Value = Value.Layout,
        Output = AttentionLayout.Tokens(heads.NumHeads, valueDim),
        Scale = 1 / MathF.Sqrt(headDim),
        DropoutRate = dropoutKey == 0 ? 0 : heads.DropoutRate,
        DropoutKey = dropoutKey,
    }));

    /// <summary>Adds to the gradients of all inputs that want one.</summary>
    public void Backward(Tensor output, Tensor statistics)
    {
        var shape = Shape();
        if (Query.Source.RequiresGradient || Key.Source.RequiresGradient || Value.Source.RequiresGradient)
        {
            AttentionKernel.Backward(
                shape, Query.Data, Key.Data, Value.Data, output.Data, statistics.Data, output.Gradient, Query.GradientToAddTo(), Key.GradientToAddTo(),
                Value.GradientToAddTo());
        }

        if (scores.Bias is { RequiresGradient: true } bias)
        {
            AttentionKernel.BiasGradient(
                shape, Query.Data, Key.Data, Value.Data, output.Data, statistics.Data, output.Gradient, bias.GradientToAddTo(), shape.BiasStrides);
        }

        if (scores.RelativeBias is { Values.RequiresGradient: true } relative)
        {
            AttentionKernel.RelativeBiasGradient(
                shape, Query.Data, Key.Data, Value.Data, output.Data, statistics.Data, output.Gradient, relative.Values.GradientToAddTo());
        }

        if (scores.Sinks is { RequiresGradient: true } sinks)
        {
            AttentionKernel.SinkGradient(shape, output.Data, statistics.Data, output.Gradient, sinks.GradientToAddTo());
        }
    }

    /// <summary>The kernel adds one bias: where a mask brings numbers and the scores a tensor, the tensor becomes their sum.</summary>
    private static AttentionScores WithBiasOf(AttentionMask mask, AttentionScores scores)
    {
        if (mask.Bias is null || scores.Bias is null)
        {
            return scores;
        }

        var shape = mask.Bias.Shape;
        return scores with { Bias = Op.Add(scores.Bias, Tensor.From(mask.Bias.Values, shape.Batch, shape.NumHeads, shape.QueryLen, shape.KeyLen)) };
    }
}
