using System.Numerics.Tensors;
using Heed.Attention;
using static Heed.Tests.Autograd.FiniteDifferences;

namespace Heed.Tests.Attention;

/// <summary>Against double precision, the kernels may be off by at most twice what the plain formula in single precision is.</summary>
public class AttentionAccuracyTests
{
    private static readonly string[] Names = ["output", "query gradient", "key gradient", "value gradient"];

    [Theory]
    [InlineData(1f, 1f, 0f)]
    [InlineData(6f, 1f, 0f)]
    [InlineData(0.01f, 1f, 0f)]
    [InlineData(1f, 1f, 1000f)]
    [InlineData(1f, 1f, -1000f)]
    [InlineData(1e-23f, 1f, 0f)]
    [InlineData(1f, 1e-39f, 0f)]
    public void Errors_are_at_most_twice_those_of_the_plain_formula(float amplitude, float valueAmplitude, float offset)
    {
        var (errors, allowed) = (new double[4], new double[4]);
        (int QueryLen, int KeyLen, int HeadDim, int ValueDim)[] sizes = [(37, 53, 16, 24), (67, 211, 64, 64), (5, 401, 31, 7), (131, 131, 8, 40), (19, 97, 128, 16)];
        for (var seed = 0; seed < sizes.Length; seed++)
        {
            var (queryLen, keyLen, headDim, valueDim) = sizes[seed];
            var plain = new PlainAttention(
                queryLen,
                keyLen,
                headDim,
                valueDim,
                Scaled(queryLen * headDim, seed, amplitude),
                Scaled(keyLen * headDim, seed + 10, amplitude),
                Scaled(keyLen * valueDim, seed + 20, valueAmplitude),
                Random(queryLen * valueDim, seed + 30),
                [.. Random(queryLen * keyLen, seed + 40).Select(value => value < -1 ? float.NegativeInfinity : 0)]);
            if (offset != 0)
            {
                // The first dimension alone lifts all scores to the offset.
                for (var i = 0; i < queryLen; i++)
                {
                    plain.Query[i * headDim] = offset;
                }

                for (var j = 0; j < keyLen; j++)
                {
                    plain.Key[j * headDim] = MathF.Sqrt(headDim) * (1 + (0.001f * plain.Key[j * headDim]));
                }
            }

            var scale = 1 / MathF.Sqrt(headDim);
            var (truth, single, found) = (plain.Compute<double>(scale), plain.Compute<float>(scale), Compute(plain));
            for (var what = 0; what < 4; what++)
            {
                for (var i = 0; i < truth[what].Length; i++)
                {
                    errors[what] = Math.Max(errors[what], Math.Abs(found[what][i] - truth[what][i]));
                    allowed[what] = Math.Max(allowed[what], 2 * Math.Abs(single[what][i] - truth[what][i]));
                }
            }
        }

        for (var what = 0; what < 4; what++)
        {
            Assert.True(errors[what] <= allowed[what], $"{Names[what]}: {errors[what]:E2} away from double precision, {allowed[what]:E2} allowed");
        }
    }

    private static float[][] Compute(PlainAttention plain)
    {
        var sizes = new AttentionSizes
        {
            Batch = 1, NumHeads = 1, QueryLen = plain.QueryLen, KeyLen = plain.KeyLen, HeadDim = plain.HeadDim, ValueDim = plain.ValueDim,
        };
        var options = new AttentionOptions { Bias = new ReadOnlyTensorSpan<float>(plain.Bias, [1, 1, plain.QueryLen, plain.KeyLen]) };
        var (output, statistics) = (new float[plain.Flow.Length], new float[sizes.StatisticsLength]);
        var (dq, dk, dv) = (new float[plain.Query.Length], new float[plain.Key.Length], new float[plain.Value.Length]);
        ScaledDotProductAttention.Forward(plain.Query, plain.Key, plain.Value, output, sizes, options, statistics);
        ScaledDotProductAttention.Backward(plain.Query, plain.Key, plain.Value, output, statistics, plain.Flow, dq, dk, dv, sizes, options);
        return [output, dq, dk, dv];
    }

    private static float[] Scaled(int count, int seed, float amplitude) => [.. Random(count, seed).Select(value => amplitude * value)];
}
