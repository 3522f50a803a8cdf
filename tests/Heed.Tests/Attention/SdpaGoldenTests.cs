using System.Text.Json;
using Heed.Attention;

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
        AttentionGolden.Check(golden, mask, "d", golden.Has("manual_softmax_weights") ? "manual_softmax_weights" : null);
        // The output of the weights written out is NaN where the weights are, and otherwise the output; the gradients of torch's other
        // kernel are wrong where a row of a finite mask sees nothing.
        golden.Leave("manual_out", "flash_out", "flash_dq", "flash_dk", "flash_dv");
    }

    private static AttentionMask MaskOf(OperatorCase golden) =>
        Kind(golden) == "bool"
            ? AttentionGolden.MaskFrom(golden, golden.ReadBooleans("mask"), AttentionMask.From)
            : AttentionGolden.MaskFrom(golden, golden.Read("mask"), AttentionMask.Additive);

    private static bool IsPadding(OperatorCase golden) => golden.Shape("mask") is [_, 1, 1, _];

    private static string? Kind(OperatorCase golden) =>
        golden.Parameters.TryGetProperty("mask_kind", out var kind) && kind.ValueKind == JsonValueKind.String ? kind.GetString() : null;
}
