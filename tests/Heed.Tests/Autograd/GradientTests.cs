using Heed.Attention;
using Heed.Attention.Positions;
using Heed.Autograd;
using Heed.Kernels;
using static Heed.Tests.Autograd.FiniteDifferences;

namespace Heed.Tests.Autograd;

/// <summary>Every operation's backward against finite differences, over distinct primes so that no wrong transpose passes.</summary>
public class GradientTests
{
    [Fact]
    public void Add() => Check(x => Op.Add(x[0], x[1]), Parameter(1, 3, 5), Parameter(2, 3, 5));

    [Fact]
    public void Add_of_a_tensor_to_itself() => Check(x => Op.Add(x[0], x[0]), Parameter(1, 3, 5));

    [Fact]
    public void Multiply() => Check(x => Op.Multiply(x[0], x[1]), Parameter(1, 3, 5), Parameter(2, 3, 5));

    [Fact]
    public void Scale() => Check(x => Op.Scale(x[0], -1.7f), Parameter(1, 7));

    [Fact]
    public void Sum_and_mean() => Check(x => Op.Add(Op.Sum(x[0]), Op.Mean(x[0])), Parameter(1, 3, 5));

    [Fact]
    public void Linear_with_bias() => Check(x => Op.Linear(x[0], x[1], x[2]), Parameter(1, 7, 3), Parameter(2, 5, 3), Parameter(3, 5));

    [Fact]
    public void Linear_without_bias_over_three_axes() => Check(x => Op.Linear(x[0], x[1]), Parameter(1, 2, 7, 3), Parameter(2, 5, 3));

    [Fact]
    public void Linear_of_a_weight_that_lies_input_by_output() =>
        Check(x => Op.Linear(x[0], x[1], x[2], WeightLayout.InputByOutput), Parameter(1, 7, 3), Parameter(2, 3, 5), Parameter(3, 5));

    [Fact]
    public void MatMul() => Check(x => Op.MatMul(x[0], x[1]), Parameter(1, 7, 3), Parameter(2, 3, 5));

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void MatMul_of_many_matrices(bool transposeA, bool transposeB)
    {
        int[] a = transposeA ? [3, 7] : [7, 3], b = transposeB ? [5, 3] : [3, 5];
        Check(x => Op.MatMul(x[0], x[1], transposeA, transposeB), Parameter(1, [2, 11, .. a]), Parameter(2, [2, 11, .. b]));
        Check(x => Op.MatMul(x[0], x[1], transposeA, transposeB), Parameter(1, [2, .. a]), Parameter(2, b));
        Check(x => Op.MatMul(x[0], x[1], transposeA, transposeB), Parameter(1, a), Parameter(2, [2, .. b]));
    }

    [Fact]
    public void MatMul_of_a_tensor_with_itself() => Check(x => Op.MatMul(x[0], x[0], transposeB: true), Parameter(1, 2, 5, 3));

    [Fact]
    public void Subtract() => Check(x => Op.Subtract(x[0], x[1]), Parameter(1, 3, 5), Parameter(2, 3, 5));

    [Fact]
    public void Divide() => Check(x => Op.Divide(x[0], x[1]), Parameter(1, 3, 11), Tensor_away_from_zero());

    [Fact]
    public void Divide_by_what_it_divides() => Check(x => Op.Divide(Op.Multiply(x[0], x[0]), x[0]), Tensor_away_from_zero());

    [Fact]
    public void What_is_stretched_gets_the_sum_of_its_repeats()
    {
        Check(x => Op.Add(x[0], x[1]), Parameter(1, 2, 3, 5), Parameter(2, 5));
        Check(x => Op.Subtract(x[0], x[1]), Parameter(1, 3, 1, 5), Parameter(2, 2, 3, 7, 1));
        Check(x => Op.Multiply(x[0], x[1]), Parameter(1, 3, 1), Parameter(2));
        Check(x => Op.Divide(x[0], Op.Add(Op.Multiply(x[1], x[1]), Tensor.From([1], 1))), Parameter(1, 3, 1), Parameter(2, 2, 1, 5));
        Check(x => Op.Broadcast(x[0], 2, 7, 3, 5), Parameter(1, 7, 1, 5));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(-1)]
    public void Sum_and_mean_along_an_axis(int axis) => Check(x => Op.Multiply(Op.Sum(x[0], axis), Op.Mean(x[1], axis)), Parameter(1, 2, 3, 5), Parameter(2, 2, 3, 5));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 2)]
    [InlineData(-1, 1)]
    [InlineData(2, 2)]
    public void Transpose(int first, int second) => Check(x => Op.Transpose(x[0], first, second), Parameter(1, 2, 3, 5, 7));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public void Concatenate_and_slice(int axis)
    {
        int[] shape = [5, 5, 5], second = [5, 5, 5];
        second[^(axis < 0 ? -axis : 3 - axis)] = 2;
        Check(x => Op.Slice(Op.Concatenate(axis, x[0], x[1], x[0]), axis, 3, 11), Parameter(1, shape), Parameter(2, second));
    }

    [Fact]
    public void MaskedFill() => Check(x => Op.MaskedFill(x[0], [true, false, false, true, true, false], -3), Parameter(1, 5, 2, 3));

    [Fact]
    public void Gelu() => Check(x => Op.Gelu(x[0]), Parameter(1, 3, 11));

    [Fact]
    public void GeluTanh() => Check(x => Op.GeluTanh(x[0]), Parameter(1, 3, 11));

    [Fact]
    public void Silu() => Check(x => Op.Silu(x[0]), Parameter(1, 3, 11));

    [Fact]
    public void Tanh() => Check(x => Op.Tanh(x[0]), Parameter(1, 3, 11));

    [Fact]
    public void Relu() => Check(x => Op.Relu(x[0]), Tensor_away_from_zero());

    [Fact]
    public void GeGlu() => Check(x => Op.GeGlu(x[0]), Parameter(1, 3, 14));

    [Fact]
    public void Sigmoid() => Check(x => Op.Sigmoid(x[0]), Parameter(1, 3, 11));

    [Fact]
    public void QuickGelu() => Check(x => Op.QuickGelu(x[0]), Parameter(1, 3, 11));

    [Fact]
    public void Softplus() => Check(x => Op.Softplus(x[0]), Parameter(1, 3, 11));

    [Fact]
    public void Mish() => Check(x => Op.Mish(x[0]), Parameter(1, 3, 11));

    [Fact]
    public void Elu() => Check(x => Op.Elu(x[0]), Tensor_away_from_zero());

    [Fact]
    public void LeakyRelu() => Check(x => Op.LeakyRelu(x[0]), Tensor_away_from_zero());

    [Fact]
    public void SwiGlu() => Check(x => Op.SwiGlu(x[0]), Parameter(1, 3, 14));

    [Fact]
    public void A_gate_of_two_tensors() => Check(x => Op.Gate(x[0], x[1], Activation.Silu), Parameter(1, 3, 7), Parameter(2, 3, 7));

    [Fact]
    public void RmsNorm() => Check(x => Op.RmsNorm(x[0], x[1], 1e-5f), Parameter(1, 5, 7), Parameter(2, 7));

    [Fact]
    public void What_is_used_twice_gets_both_gradients() => Check(
        x => Op.Add(Op.Add(Op.Gelu(x[0]), Op.LayerNorm(x[0], x[1], null, 1e-5f)), Op.Add(Op.RmsNorm(x[0], x[1], 1e-5f), Op.Silu(x[0]))),
        Parameter(1, 5, 7),
        Parameter(2, 7));

    [Fact]
    public void Softmax() => Check(x => Op.Softmax(x[0]), Parameter(1, 3, 7));

    [Fact]
    public void Softmax_over_another_axis() => Check(x => Op.Softmax(x[0], 1), Parameter(1, 2, 5, 3));

    [Fact]
    public void LogSoftmax() => Check(x => Op.LogSoftmax(x[0]), Parameter(1, 3, 7));

    [Fact]
    public void LogSoftmax_over_another_axis() => Check(x => Op.LogSoftmax(x[0], 0), Parameter(1, 5, 2, 3));

    [Fact]
    public void LayerNorm() => Check(x => Op.LayerNorm(x[0], x[1], x[2], 1e-5f), Parameter(1, 5, 7), Parameter(2, 7), Parameter(3, 7));

    [Fact]
    public void LayerNorm_without_beta() => Check(x => Op.LayerNorm(x[0], x[1], null, 1e-5f), Parameter(1, 5, 7), Parameter(2, 7));

    [Fact]
    public void Embedding() => Check(x => Op.Embedding(x[0], [2, 0, 2, 4]), Parameter(1, 5, 3));

    [Fact]
    public void Patches() => Check(x => Op.Patches(x[0], 2, 3), Parameter(1, 2, 3, 5, 7));

    [Fact]
    public void ResizeGrid() => Check(x => Op.ResizeGrid(x[0], new(3, 2), new(2, 5)), Parameter(1, 6, 3));

    [Fact]
    public void Resized_positions() =>
        Check(x => PositionGrid.Resize(x[0], new(3, 5), new(2, 3), GridResampling.AntialiasedBicubic), Parameter(1, 17, 3));

    [Fact]
    public void Prepend() => Check(x => Op.Prepend(x[0], x[1], 3), Parameter(1, 2, 5), Parameter(2, 9, 5));

    [Fact]
    public void AddToEach() => Check(x => Op.AddToEach(x[0], x[1]), Parameter(1, 6, 5), Parameter(2, 3, 5));

    [Fact]
    public void SegmentMean() => Check(x => Op.SegmentMean(x[0], Sequences.OfLengths(2, 0, 5)), Parameter(1, 7, 3));

    [Fact]
    public void Rotary() => Check(x => Op.Rotary(x[0], [0, 1, 2, 7, 1], numHeads: 2, headDim: 6, theta: 100), Parameter(1, 5, 13));

    [Fact]
    public void CrossEntropy() => Check(x => Op.CrossEntropy(x[0], [2, -100, 0, 4, 1, 3, 3], [1, 2, 0.5f, 1.5f, 1], 0.1f), Parameter(1, 7, 5));

    [Fact]
    public void SoftCrossEntropy() => Check(x => Op.SoftCrossEntropy(x[0], [0.2f, 0.3f, 0.5f, 1, 0, 0]), Parameter(1, 2, 3));

    [Fact]
    public void CrossEntropy_of_each_row() => Check(
        x => Op.CrossEntropy(x[0], [2, -100, 0, 4, 1, 3, 3], [1, 2, 0.5f, 1.5f, 1], 0.1f, Reduction.None), Parameter(1, 7, 5));

    [Fact]
    public void SoftCrossEntropy_of_each_row() => Check(
        x => Op.SoftCrossEntropy(x[0], [0.2f, 0.3f, 0.5f, 1, 0, 0], [1, 2, 0.5f], 0.1f, Reduction.None), Parameter(1, 2, 3));

    [Fact]
    public void SquaredError() => Check(x => Op.SquaredError(x[0], x[1]), Parameter(1, 3, 5), Parameter(2, 3, 5));

    [Fact]
    public void BinaryCrossEntropy() => Check(x => Op.BinaryCrossEntropy(x[0], [0, 1, 0.3f, 1, 0, 0.5f], Reduction.Sum), Parameter(1, 2, 3));

    [Fact]
    public void KullbackLeibler() => Check(x => Op.KullbackLeibler(x[0], [0.2f, 0.3f, 0.5f, 1, 0, 0], Reduction.None), Parameter(1, 2, 3));

    [Fact]
    public void Dropout() => Check(x => Op.Scale(Op.Dropout(x[0], 0.4f), 2), Parameter(1, 3, 11));

    [Fact]
    public void Views_share_their_gradient() =>
        Check(x => Op.Add(Op.Scale(x[0].Reshape(5, 3).Slice(1, 3), 2), x[0].Reshape(5, 3).Slice(3, 5)), Parameter(1, 3, 5));

    [Fact]
    public void Attention_of_packed_sequences_with_a_window_and_grouped_heads() => Check(
        x => FusedAttention.Apply(x[0], x[1], x[2], new AttentionHeads
        {
            NumHeads = 4,
            NumKeyValueHeads = 2,
            Queries = Sequences.OfLengths(3, 5),
            Keys = Sequences.OfLengths(3, 5),
            Mask = AttentionMask.SlidingWindow(2, 1),
        }),
        Parameter(1, 8, 4 * 3),
        Parameter(2, 8, 2 * 3),
        Parameter(3, 8, 2 * 5));

    [Fact]
    public void Cross_attention_with_hidden_keys() => Check(
        x => FusedAttention.Apply(x[0], x[1], x[2], new AttentionHeads
        {
            NumHeads = 2,
            Queries = Sequences.OfLengths(2, 3),
            Keys = Sequences.OfLengths(4, 3),
            Mask = AttentionMask.Keys(true, false, true, true, true, true, false),
        }),
        Parameter(1, 5, 2 * 3),
        Parameter(2, 7, 2 * 3),
        Parameter(3, 7, 2 * 5));

    [Fact]
    public void Fused_query_key_value() => Check(
        x => FusedAttention.ApplyFused(x[0], new AttentionHeads { NumHeads = 2, Queries = Sequences.OfLengths(3, 4), Mask = AttentionMask.Causal }),
        Parameter(1, 7, 3 * 2 * 5));

    private static Tensor Tensor_away_from_zero()
    {
        var tensor = Parameter(1, 3, 11);
        foreach (ref var value in tensor.Data)
        {
            value += value < 0 ? -0.1f : 0.1f;
        }

        return tensor;
    }
}
