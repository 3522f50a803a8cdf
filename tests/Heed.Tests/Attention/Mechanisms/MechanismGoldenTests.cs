using Heed.Attention;
using Heed.Attention.Mechanisms;
using Heed.Autograd;

namespace Heed.Tests.Attention.Mechanisms;

/// <summary>The attention family against PyTorch: values, weights and gradients.</summary>
public class MechanismGoldenTests
{
    [Fact]
    public void The_lessons_function_agrees_in_rows_that_see_nothing_too() => Goldens.Each("lesson_attention", golden => MechanismGolden.Check(
        golden,
        input => LessonAttention.Apply(input("q"), input("k"), input("v"), Mask(golden)),
        "attn",
        "d"));

    [Fact]
    public void Additive_attention_agrees() => Goldens.Each("additive_attention", golden => MechanismGolden.Check(golden, input => AdditiveAttention.Apply(
        input("query"), input("keys"), input("values"), input("W_q"), input("W_k"), input("v"), input("b"), MechanismGolden.Mask(golden))));

    [Fact]
    public void Dot_attention_agrees() => Goldens.Each("dot_attention", golden => MechanismGolden.Check(golden, input => DotAttention.Apply(
        input("query"), input("keys"), input("values"), MechanismGolden.Mask(golden))));

    [Fact]
    public void General_attention_agrees() => Goldens.Each("general_attention", golden => MechanismGolden.Check(golden, input => GeneralAttention.Apply(
        input("query"), input("keys"), input("values"), input("W"), MechanismGolden.Mask(golden))));

    [Fact]
    public void Concat_attention_agrees() => Goldens.Each("concat_attention", golden => MechanismGolden.Check(golden, input => ConcatAttention.Apply(
        input("query"), input("keys"), input("values"), input("W"), input("v"), MechanismGolden.Mask(golden))));

    [Fact]
    public void Shaws_relative_attention_agrees() => Goldens.Each("shaw_attention", golden => MechanismGolden.Check(golden, input => ShawAttention.Apply(
        input("q"), input("k"), input("v"), input("rel_k"), input("rel_v"), golden.Flag("causal") ? AttentionMask.Causal : null)));

    [Fact]
    public void A_sliding_window_agrees() => Goldens.Each("sliding_window_attention", golden => MechanismGolden.Check(golden, input => ScaledDotAttention.Apply(
        input("q"), input("k"), input("v"), AttentionMask.SlidingWindow((int)golden.Parameter("window"), (int)golden.Parameter("window")))));

    [Fact]
    public void Linear_attention_agrees_with_its_weights_written_out_and_in_linear_time() => Goldens.Each("linear_attention", golden =>
    {
        MechanismGolden.Check(golden, input => LinearAttention.Apply(input("q"), input("k"), input("v")));
        MechanismGolden.Check(golden, input => (
            LinearAttention.InLinearTime(input("q"), input("k"), input("v")), LinearAttention.Apply(input("q"), input("k"), input("v")).Weights));
    });

    private static Tensor? Mask(OperatorCase golden) =>
        golden.HasInput("mask") ? Tensor.From([.. golden.ReadBooleans("mask").Select(visible => visible ? 1f : 0f)], golden.Shape("mask")) : null;
}
