using Heed.Autograd;
using Heed.Kernels;

namespace Heed.Attention;

/// <summary>
/// Scaled dot-product attention (Vaswani et al. 2017, equation 1) over packed sequences, without ever making the matrix of
/// weights: output_i = sum_j w_ij v_j, w_ij = exp(s_ij) / sum_j exp(s_ij), s_ij = scale q_i . k_j + bias_ij over the keys that
/// query i may see. A query that sees nothing gets zeros. Backward recomputes the weights from the kept logarithm of the sum
/// (Dao et al. 2022).
/// </summary>
public static class FusedAttention
{
    /// <param name="query">[queryTokens, numHeads * headDim].</param>
    /// <param name="key">[keyTokens, numKeyValueHeads * headDim].</param>
    /// <param name="value">[keyTokens, numKeyValueHeads * valueDim].</param>
    /// <param name="heads">Heads, sequences and mask.</param>
    /// <param name="recorder">Takes the weights of every head, if given.</param>
    /// <param name="past">Takes keys and values in, if given; the queries then see those of the tokens before as well.</param>
    /// <returns>[queryTokens, numHeads * valueDim].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor Apply(
        Tensor query, Tensor key, Tensor value, AttentionHeads heads, AttentionRecorder? recorder = null, KeyValueLayer? past = null)
    {
        var numKeyValueHeads = heads.NumKeyValueHeads ?? heads.NumHeads;
        Require(query.Columns % heads.NumHeads == 0, $"{query} does not split into {heads.NumHeads} query heads");
        var headDim = query.Columns / heads.NumHeads;
        Require(key.Columns == numKeyValueHeads * headDim, $"{key} is not {numKeyValueHeads} key heads of {headDim}");
        Require(value.Columns % numKeyValueHeads == 0, $"{value} does not split into {numKeyValueHeads} value heads");
        var valueDim = value.Columns / numKeyValueHeads;
        return Apply(heads, headDim, valueDim, Columns.Of(query, 0, headDim), Columns.Of(key, 0, headDim), Columns.Of(value, 0, valueDim), recorder, past);
    }

    /// <summary>As <see cref="Apply(Tensor, Tensor, Tensor, AttentionHeads, AttentionRecorder?, KeyValueLayer?)"/>, with queries, keys and values side by side.</summary>
    /// <param name="queryKeyValue">[tokens, 3 * numHeads * headDim].</param>
    /// <param name="heads">Heads, sequences and mask.</param>
    /// <param name="recorder">Takes the weights of every head, if given.</param>
    /// <param name="past">Takes keys and values in, if given; the queries then see those of the tokens before as well.</param>
    /// <returns>[tokens, numHeads * headDim].</returns>
    public static Tensor ApplyFused(Tensor queryKeyValue, AttentionHeads heads, AttentionRecorder? recorder = null, KeyValueLayer? past = null)
    {
        Require(queryKeyValue.Columns % (3 * heads.NumHeads) == 0, $"{queryKeyValue} does not split into queries, keys and values of {heads.NumHeads} heads");
        var width = queryKeyValue.Columns / 3;
        var headDim = width / heads.NumHeads;
        var (query, key, value) = (Columns.Of(queryKeyValue, 0, headDim), Columns.Of(queryKeyValue, width, headDim), Columns.Of(queryKeyValue, 2 * width, headDim));
        return Apply(heads, headDim, headDim, query, key, value, recorder, past);
    }

    private static Tensor Apply(
        AttentionHeads heads, int headDim, int valueDim, Columns query, Columns key, Columns value, AttentionRecorder? recorder, KeyValueLayer? past)
    {
        var keyTokens = (heads.Keys ?? heads.Queries).Tokens;
        Require(query.Source.Rows == heads.Queries.Tokens, $"{query.Source} does not hold the {heads.Queries.Tokens} query tokens");
        Require(key.Source.Rows == keyTokens && value.Source.Rows == keyTokens, $"{key.Source} and {value.Source} do not hold the {keyTokens} key tokens");
        if (past is { } layer)
        {
            Require(heads.Keys is null, "with a cache, queries and keys are of the same tokens");
            Require(heads.Mask.VisibleKeys.IsEmpty, "a cache holds no pads; pack the sequences instead");
            Require(!Tape.Records(query.Source, key.Source, value.Source), "no gradient flows through a cache");
            (key, value) = Append(layer, heads.NumKeyValueHeads ?? heads.NumHeads, headDim, valueDim, key, value);
            heads = heads with { Keys = layer.Step.Keys };
        }

        return Apply(new Call(heads, headDim, valueDim, query, key, value), recorder);
    }

    /// <summary>The keys and values of all tokens so far, after those of the new ones have been added.</summary>
    private static (Columns Keys, Columns Values) Append(KeyValueLayer layer, int numKeyValueHeads, int headDim, int valueDim, Columns key, Columns value)
    {
        var (step, cache) = (layer.Step, layer.Step.Cache);
        Require(
            cache.NumKeyValueHeads == numKeyValueHeads && cache.HeadDim == headDim && cache.ValueDim == valueDim,
            $"a cache of {cache.NumKeyValueHeads} heads of {cache.HeadDim} and {cache.ValueDim} does not take {numKeyValueHeads} heads of {headDim} and {valueDim}");
        var (keys, values) = (cache.Keys(layer.Index), cache.Values(layer.Index));
        step.Write(key.Data, key.Layout.Row, keys);
        step.Write(value.Data, value.Layout.Row, values);
        return (new(keys, 0, cache.KeyLayout), new(values, 0, cache.ValueLayout));
    }

    private static Tensor Apply(Call call, AttentionRecorder? recorder)
    {
        var shape = call.Shape();
        if (call.Bias is { } bias)
        {
            Require(bias.Batch == 1 || bias.Batch == shape.Sequences, $"a bias of {bias} is not for {shape.Sequences} sequences");
            Require(bias.NumHeads == 1 || bias.NumHeads == shape.NumHeads, $"a bias of {bias} is not for {shape.NumHeads} heads");
            Require(call.MaxQueryLen <= bias.QueryLen && call.MaxKeyLen <= bias.KeyLen, $"a bias of {bias} is too small for {call.MaxQueryLen} queries and {call.MaxKeyLen} keys");
        }

        var output = Tape.New(shape.QueryTokens, shape.Output.Row);
        var statistics = Tape.New(2 * shape.NumHeads, shape.QueryTokens);
        AttentionKernel.Forward(shape, call.Query.Data, call.Key.Data, call.Value.Data, output.Data, statistics.Data);
        recorder?.Add(Weights(call, statistics));
        return !Tape.Records(call.Query.Source, call.Key.Source, call.Value.Source) ? output : Tape.Record(output, () => AttentionKernel.Backward(
            call.Shape(),
            call.Query.Data,
            call.Key.Data,
            call.Value.Data,
            output.Data,
            statistics.Data,
            output.Gradient,
            call.Query.GradientToAddTo(),
            call.Key.GradientToAddTo(),
            call.Value.GradientToAddTo()));
    }

    private static AttentionWeights Weights(Call call, Tensor statistics)
    {
        var shape = call.Shape();
        var sequences = new float[shape.Sequences][];
        for (var s = 0; s < sequences.Length; s++)
        {
            var map = (shape.QueryOffsets[s + 1] - shape.QueryOffsets[s]) * (shape.KeyOffsets[s + 1] - shape.KeyOffsets[s]);
            sequences[s] = new float[shape.NumHeads * map];
            for (var head = 0; head < shape.NumHeads; head++)
            {
                AttentionKernel.Weights(shape, call.Query.Data, call.Key.Data, statistics.Data, s, head, sequences[s].AsSpan(head * map, map));
            }
        }

        return new AttentionWeights(shape.NumHeads, sequences);
    }

    private static void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw new ArgumentException($"Attention: {problem}.");
        }
    }

    /// <summary>A tensor from an offset on, where the heads of queries, keys or values stand.</summary>
    private readonly record struct Columns(Tensor Source, int Offset, AttentionLayout Layout)
    {
        /// <summary>Heads of <paramref name="dim"/> columns beside each other, in [tokens, columns].</summary>
        public static Columns Of(Tensor source, int offset, int dim) => new(source, offset, new AttentionLayout(source.Columns, dim));

        public Span<float> Data => Source.Data[Math.Min(Offset, Source.Length)..];

        public Span<float> GradientToAddTo() => Source.RequiresGradient ? Source.GradientToAddTo()[Math.Min(Offset, Source.Length)..] : default;
    }

    /// <summary>One call; its backward needs the same shape again, which a ref struct cannot wait for.</summary>
    private sealed class Call(AttentionHeads heads, int headDim, int valueDim, Columns query, Columns key, Columns value)
    {
        private readonly ulong dropoutKey = heads.DropoutRate > 0 && Tape.Current?.Dropout is { } seed ? seed.NextKey() : 0;

        public AttentionBias? Bias => heads.Mask.Bias;

        public int MaxQueryLen => heads.Queries.MaxLength;

        public int MaxKeyLen => (heads.Keys ?? heads.Queries).MaxLength;

        public Columns Query => query;

        public Columns Key => key;

        public Columns Value => value;

        public AttentionShape Shape() => new()
        {
            NumHeads = heads.NumHeads,
            NumKeyValueHeads = heads.NumKeyValueHeads ?? heads.NumHeads,
            HeadDim = headDim,
            ValueDim = valueDim,
            QueryOffsets = heads.Queries.Offsets,
            KeyOffsets = (heads.Keys ?? heads.Queries).Offsets,
            Query = query.Layout,
            Key = key.Layout,
            Value = value.Layout,
            Output = AttentionLayout.Tokens(heads.NumHeads, valueDim),
            Scale = heads.Scale ?? (1 / MathF.Sqrt(headDim)),
            WindowLeft = heads.Mask.WindowLeft,
            WindowRight = heads.Mask.WindowRight,
            AlignsTopLeft = heads.Mask.AlignsTopLeft,
            KeyVisible = heads.Mask.VisibleKeys,
            Bias = Bias is null ? default : Bias.Values,
            BiasStrides = Bias is null ? default : new AttentionMapStrides(Bias.SequenceStride, Bias.HeadStride, Bias.KeyLen),
            DropoutRate = dropoutKey == 0 ? 0 : heads.DropoutRate,
            DropoutKey = dropoutKey,
        };
    }
}
