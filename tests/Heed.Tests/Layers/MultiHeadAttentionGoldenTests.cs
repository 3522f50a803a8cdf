using Heed.Attention;
using Heed.Autograd;
using Heed.Layers;
using Heed.Tests.Operations;

namespace Heed.Tests.Layers;

/// <summary>torch.nn.MultiheadAttention: values, weights, and the gradients of inputs and parameters.</summary>
public class MultiHeadAttentionGoldenTests
{
    [Fact]
    public void Self_attention_agrees() => Goldens.Each("nn.MultiheadAttention", golden => golden.Flag("self_attention"), Check);

    [Fact]
    public void Cross_attention_agrees_with_keys_and_values_of_widths_of_their_own() =>
        Goldens.Each("nn.MultiheadAttention", golden => !golden.Flag("self_attention"), Check);

    private static void Check(OperatorCase golden)
    {
        var (query, queries) = Rows(golden, "query");
        var (key, keys) = golden.HasInput("key") ? Rows(golden, "key") : (query, queries);
        var value = golden.HasInput("value") ? Rows(golden, "value").Rows : query;
        var modelDim = (int)golden.Parameter("embed_dim");
        var parameters = new ParameterSet();
        var layer = MultiHeadAttention.Create(
            parameters.Root, modelDim, (int)golden.Parameter("num_heads"), key.Columns, value.Columns, hasBias: golden.Flag("bias"),
            addsLearnedKey: golden.Flag("add_bias_kv"), addsZeroKey: golden.Flag("add_zero_attn"));
        var weights = new TorchWeights(golden);
        weights.Fill(parameters);
        var recorder = new AttentionRecorder();
        using var tape = new Tape();

        var output = layer.Forward(query, queries, key, value, keys, MaskOf(golden, queries, keys), recorder);

        CheckRows(golden, "out", output.Data, modelDim);
        tape.Backward((output, Rows(golden, "dout").Rows.Data.ToArray()));
        CheckRows(golden, "d_query", query.Gradient, modelDim);
        if (golden.HasInput("key"))
        {
            CheckRows(golden, "d_key", key.Gradient, key.Columns);
            CheckRows(golden, "d_value", value.Gradient, value.Columns);
        }

        weights.CheckGradients();
        if (golden.Has("weights"))
        {
            golden.Check("weights", golden.Flag("average_attn_weights") ? Averaged(recorder.Layers[0]) : [.. recorder.Layers[0].Sequences.SelectMany(map => map)]);
        }
    }

    /// <summary>torch's masks say true for what is ignored; a mask of three axes has a map for each head of each sequence.</summary>
    private static AttentionMask MaskOf(OperatorCase golden, Sequences queries, Sequences keys)
    {
        var mask = golden.HasInput("key_padding_mask") ? AttentionMask.Keys([.. golden.ReadBooleans("key_padding_mask").Select(ignored => !ignored)]) : AttentionMask.None;
        if (!golden.HasInput("attn_mask"))
        {
            return mask;
        }

        var (batch, numHeads) = golden.Shape("attn_mask").Length == 3 ? (queries.Count, (int)golden.Parameter("num_heads")) : (1, 1);
        return mask & (golden.Parameters.GetProperty("attn_mask").GetString()!.StartsWith("float", StringComparison.Ordinal)
            ? AttentionMask.Additive(golden.Read("attn_mask"), batch, numHeads, queries.MaxLength, keys.MaxLength)
            : AttentionMask.From([.. golden.ReadBooleans("attn_mask").Select(ignored => !ignored)], batch, numHeads, queries.MaxLength, keys.MaxLength));
    }

    /// <summary>An input as rows of tokens, batch first.</summary>
    private static (Tensor Rows, Sequences Sequences) Rows(OperatorCase golden, string name)
    {
        var (values, shape) = (golden.Read(name), golden.Shape(name));
        if (!golden.Flag("batch_first"))
        {
            (values, shape) = (Axes.Swap(values, shape, 0, 1), Axes.SwapShape(shape, 0, 1));
        }

        var rows = Tensor.Parameter(shape[0] * shape[1], shape[2]);
        values.CopyTo(rows.Data);
        return (rows, Sequences.Uniform(shape[0], shape[1]));
    }

    private static void CheckRows(OperatorCase golden, string output, ReadOnlySpan<float> rows, int width)
    {
        var shape = golden.Shape(output);
        Assert.Equal(width, shape[^1]);
        golden.Check(output, golden.Flag("batch_first") ? rows : Axes.Swap(rows.ToArray(), Axes.SwapShape(shape, 0, 1), 0, 1));
    }

    private static float[] Averaged(AttentionWeights weights) => [.. weights.Sequences.SelectMany(maps =>
    {
        var map = maps.Length / weights.NumHeads;
        return Enumerable.Range(0, map).Select(i => Enumerable.Range(0, weights.NumHeads).Average(head => maps[(head * map) + i]));
    })];
}
