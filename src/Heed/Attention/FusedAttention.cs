using Heed.Autograd;
using Heed.Kernels;

namespace Heed.Attention;

/// <summary>
/// Scaled dot-product attention (Vaswani et al. 2017, equation 1) over packed sequences, without ever making the matrix of
/// weights: output_i = sum_j w_ij v_j, w_ij = exp(s_ij) / sum_j exp(s_ij) over the keys that query i may see
/// (<see cref="AttentionMask"/>), s_ij as <see cref="AttentionScores"/> say. A query that sees nothing gets zeros. Backward
/// recomputes the weights from the kept statistics (Dao et al. 2022); gradients flow to queries, keys, values, biases and sinks.
/// </summary>
public static class FusedAttention
{
    /// <param name="query">[queryTokens, numHeads * headDim].</param>
    /// <param name="key">[keyTokens, numKeyValueHeads * headDim].</param>
    /// <param name="value">[keyTokens, numKeyValueHeads * valueDim].</param>
    /// <param name="heads">Heads, sequences, mask and scores.</param>
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
        return Apply(heads, headDim, valueDim, AttentionColumns.Of(query, 0, headDim), AttentionColumns.Of(key, 0, headDim), AttentionColumns.Of(value, 0, valueDim), recorder, past);
    }

    /// <summary>As <see cref="Apply(Tensor, Tensor, Tensor, AttentionHeads, AttentionRecorder?, KeyValueLayer?)"/>, with queries, keys and values side by side.</summary>
    /// <param name="queryKeyValue">[tokens, 3 * numHeads * headDim].</param>
    /// <param name="heads">Heads, sequences, mask and scores.</param>
    /// <param name="recorder">Takes the weights of every head, if given.</param>
    /// <param name="past">Takes keys and values in, if given; the queries then see those of the tokens before as well.</param>
    /// <returns>[tokens, numHeads * headDim].</returns>
    public static Tensor ApplyFused(Tensor queryKeyValue, AttentionHeads heads, AttentionRecorder? recorder = null, KeyValueLayer? past = null)
    {
        Require(queryKeyValue.Columns % (3 * heads.NumHeads) == 0, $"{queryKeyValue} does not split into queries, keys and values of {heads.NumHeads} heads");
        var width = queryKeyValue.Columns / 3;
        var headDim = width / heads.NumHeads;
        var (query, key, value) = (AttentionColumns.Of(queryKeyValue, 0, headDim), AttentionColumns.Of(queryKeyValue, width, headDim), AttentionColumns.Of(queryKeyValue, 2 * width, headDim));
        return Apply(heads, headDim, headDim, query, key, value, recorder, past);
    }

    private static Tensor Apply(
        AttentionHeads heads, int headDim, int valueDim, AttentionColumns query, AttentionColumns key, AttentionColumns value, AttentionRecorder? recorder, KeyValueLayer? past)
    {
        var keyTokens = (heads.Keys ?? heads.Queries).Tokens;
        Require(query.Source.Rows == heads.Queries.Tokens, $"{query.Source} does not hold the {heads.Queries.Tokens} query tokens");
        Require(key.Source.Rows == keyTokens && value.Source.Rows == keyTokens, $"{key.Source} and {value.Source} do not hold the {keyTokens} key tokens");
        if (past is { } layer)
        {
            Require(heads.Keys is null, "with a cache, queries and keys are of the same tokens");
            Require(heads.Mask.VisibleKeys.IsEmpty, "a cache holds no pads; pack the sequences instead");
            Require(!Tape.Records([query.Source, key.Source, value.Source, .. heads.Scores.Learnt]), "no gradient flows through a cache");
            Require(recorder is not { KeepsGradients: true }, "through a cache nothing flows back to a recorder");
            (key, value) = Append(layer, heads.NumKeyValueHeads ?? heads.NumHeads, headDim, valueDim, key, value);
            heads = heads with { Keys = layer.Step.Keys };
        }

        return Apply(new AttentionCall(heads, headDim, valueDim, query, key, value), recorder);
    }

    /// <summary>The keys and values of all tokens so far, after those of the new ones have been added.</summary>
    private static (AttentionColumns Keys, AttentionColumns Values) Append(KeyValueLayer layer, int numKeyValueHeads, int headDim, int valueDim, AttentionColumns key, AttentionColumns value)
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

    private static Tensor Apply(AttentionCall call, AttentionRecorder? recorder)
    {
        var shape = call.Shape();
        var output = Tape.New(shape.QueryTokens, shape.Output.Row);
        var statistics = Tape.New(2 * shape.NumHeads, shape.QueryTokens);
        AttentionKernel.Forward(shape, call.Query.Data, call.Key.Data, call.Value.Data, output.Data, statistics.Data);
        recorder?.Record(call, statistics.Data);
        if (recorder is not { KeepsGradients: true })
        {
            return !Tape.Records(call.Inputs) ? output : Tape.Record(output, () => call.Backward(output, statistics));
        }

        var layer = recorder.OpenGradient();
        return Tape.Record(output, () =>
        {
            recorder.RecordGradient(layer, call, output.Gradient);
            call.Backward(output, statistics);
        });
    }

    private static void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw new ArgumentException($"Attention: {problem}.");
        }
    }
}
