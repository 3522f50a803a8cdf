using Heed.Attention;
using Heed.Attention.Mechanisms;
using Heed.Attention.Positions;
using Heed.Autograd;
using static Heed.Tests.Autograd.FiniteDifferences;

namespace Heed.Tests.Attention.Mechanisms;

/// <summary>What the goldens have no gradients of, by finite differences; all sizes are distinct primes.</summary>
public class MechanismGradientTests
{
    [Fact]
    public void Kernel_regression() => Check(
        x => KernelRegression.Apply(x[0], x[1], x[2], 1.7f, AttentionMask.SlidingWindow(2, 1)).Output, Parameter(1, 2, 3, 2), Parameter(2, 2, 5, 2), Parameter(3, 2, 5, 7));

    [Fact]
    public void Scaled_dot_attention_with_all_that_scores_may_have() => Check(
        x => ScaledDotAttention.Apply(x[0], x[1], x[2], AttentionMask.Causal, new AttentionScores
        {
            SoftCap = 2,
            Bias = x[3],
            RelativeBias = new RelativeBias(x[4], 2),
            AlibiSlopes = new float[] { 0.5f, 0.25f },
            Sinks = x[5],
        }).Output,
        Parameter(1, 1, 2, 3, 7),
        Parameter(2, 1, 2, 5, 7),
        Parameter(3, 1, 2, 5, 2),
        Parameter(4, 1, 2, 3, 5),
        Parameter(5, 1, 7),
        Parameter(6, 2));

    [Fact]
    public void Grouped_heads() => Check(
        x => MultiHead.Apply(x[0], x[1], x[2], numHeads: 4, AttentionMask.Causal, numKeyValueHeads: 2).Output, Parameter(1, 2, 3, 4 * 3), Parameter(2, 2, 5, 2 * 3), Parameter(3, 2, 5, 2 * 7));

    [Fact]
    public void Multi_query_attention() => Check(
        x => MultiQueryAttention.Apply(x[0], x[1], x[2]).Output, Parameter(1, 2, 3, 5, 2), Parameter(2, 2, 7, 2), Parameter(3, 2, 7, 3));

    [Fact]
    public void Self_and_cross_attention() => Check(
        x => Op.Add(SelfAttention.Apply(x[0], x[2], x[3], x[4]).Output, CrossAttention.Apply(x[0], x[1], x[2], x[3], x[4], AttentionMask.SlidingWindow(1, 1)).Output),
        Parameter(1, 2, 3, 5),
        Parameter(2, 2, 7, 5),
        Parameter(3, 5, 2),
        Parameter(4, 5, 2),
        Parameter(5, 5, 3));

    [Fact]
    public void Relative_attention_over_more_keys_than_queries() => Check(
        x => ShawAttention.Apply(x[0], x[1], x[2], x[3], x[4], AttentionMask.Causal).Output,
        Parameter(1, 2, 3, 3, 2),
        Parameter(2, 2, 3, 5, 2),
        Parameter(3, 2, 3, 5, 7),
        Parameter(4, 3, 2),
        Parameter(5, 3, 7));

    [Fact]
    public void Causal_linear_attention() => Check(
        x => LinearAttention.CausalInLinearTime(x[0], x[1], x[2]), Parameter(1, 2, 5, 3), Parameter(2, 2, 5, 3), Parameter(3, 2, 5, 7));

    [Fact]
    public void Linear_attention_with_a_mask() => Check(
        x => LinearAttention.Apply(x[0], x[1], x[2], AttentionMask.SlidingWindow(1, 0)).Output, Parameter(1, 2, 7, 3), Parameter(2, 2, 3, 3), Parameter(3, 2, 3, 5));
}
