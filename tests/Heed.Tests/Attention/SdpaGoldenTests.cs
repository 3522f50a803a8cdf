using System.Text.Json;
using Heed.Attention;
using Heed.Autograd;

namespace Heed.Tests.Attention;

/// <summary>torch.nn.functional.scaled_dot_product_attention: values and the gradients of queries, keys and values.</summary>
public class SdpaGoldenTests
{
    [Fact]
    public void Attention_without_a_mask_agrees() => Goldens.Each("sdpa", golden => !golden.Flag("is_causal") && !golden.HasInput("mask"), Check);

    [Fact]
    public void Causal_attention_aligned_top_left_agrees() => Goldens.Each("sdpa", golden => golden.Flag("is_causal"), Check);

    [Fact]
    public void Attention_under_boolean_masks_agrees_with_zeros_where_nothing_is_seen() => Goldens.Each("sdpa", golden => Kind(golden) == "bool", Check);

    [Fact]
    public void Attention_under_additive_masks_agrees_with_zeros_where_nothing_is_seen() => Goldens.Each("sdpa", golden => Kind(golden) == "float", Check);

    [Fact]
    public void Keys_hidden_from_all_agree_with_the_same_mask_written_out() =>
        Goldens.Each("sdpa", golden => Kind(golden) == "bool" && IsPadding(golden), golden => Check(golden, AttentionMask.Keys(golden.ReadBooleans("mask"))));

    [Fact]
    public void Bottom_right_and_top_left_are_the_same_where_lengths_are() =>
        Goldens.Each("sdpa", golden => golden.Flag("is_causal") && golden.Shape("q")[^2] == golden.Shape("k")[^2], golden => Check(golden, AttentionMask.Causal));

    private static void Check(OperatorCase golden)
    {
        var mask = golden.Flag("is_causal") ? AttentionMask.CausalTopLeft : AttentionMask.None;
        if (golden.HasInput("mask"))
        {
            mask &= MaskOf(golden);
        }

        Check(golden, mask);
    }

    private static void Check(OperatorCase golden, AttentionMask mask)
    {
        var (q, k, v) = (FourAxes(golden.Shape("q")), FourAxes(golden.Shape("k")), FourAxes(golden.Shape("v")));
        int[] outputShape = [q[0], q[1], q[2], v[3]];
        var (query, key, value) = (HeadLayout.ToRows(golden.Read("q"), q), HeadLayout.ToRows(golden.Read("k"), k), HeadLayout.ToRows(golden.Read("v"), v));
        var heads = new AttentionHeads
        {
            NumHeads = q[1],
            NumKeyValueHeads = k[1],
            Queries = Sequences.Uniform(q[0], q[2]),
            Keys = Sequences.Uniform(k[0], k[2]),
            Mask = mask,
            Scale = double.IsNaN(golden.Parameter("scale")) ? null : (float)golden.Parameter("scale"),
        };
        using var tape = new Tape();

        var output = FusedAttention.Apply(query, key, value, heads);

        golden.Check("out", HeadLayout.FromRows(output.Data, outputShape));
        tape.Backward((output, HeadLayout.ToRows(golden.Read("dout"), outputShape).Data.ToArray()));
        golden.Check("dq", HeadLayout.FromRows(query.Gradient, q));
        golden.Check("dk", HeadLayout.FromRows(key.Gradient, k));
        golden.Check("dv", HeadLayout.FromRows(value.Gradient, v));
    }

    private static AttentionMask MaskOf(OperatorCase golden)
    {
        var shape = FourAxes(golden.Shape("mask"));
        var (queryLen, keyLen) = (golden.Shape("q")[^2], golden.Shape("k")[^2]);
        var maps = shape[0] * shape[1];
        return Kind(golden) == "bool"
            ? AttentionMask.From(Written(golden.ReadBooleans("mask")), shape[0], shape[1], queryLen, keyLen)
            : AttentionMask.Additive(Written(golden.Read("mask")), shape[0], shape[1], queryLen, keyLen);

        // A mask of one row counts for all queries.
        T[] Written<T>(T[] values) => shape[2] == queryLen
            ? values
            : [.. Enumerable.Range(0, maps * queryLen).SelectMany(row => values.AsSpan(row / queryLen * keyLen, keyLen).ToArray())];
    }

    private static int[] FourAxes(int[] shape) => [.. Enumerable.Repeat(1, 4 - shape.Length), .. shape];

    private static bool IsPadding(OperatorCase golden) => golden.Shape("mask") is [_, 1, 1, _];

    private static string? Kind(OperatorCase golden) =>
        golden.Parameters.TryGetProperty("mask_kind", out var kind) && kind.ValueKind == JsonValueKind.String ? kind.GetString() : null;
}
