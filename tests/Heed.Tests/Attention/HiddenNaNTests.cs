using System.Numerics.Tensors;
using Heed.Attention;
using static Heed.Tests.Autograd.FiniteDifferences;

namespace Heed.Tests.Attention;

/// <summary>A NaN reaches those that see it, and nobody else, forward and backward.</summary>
public class HiddenNaNTests
{
    private const int Length = 150;
    private const int NumHeads = 2;
    private const int Dim = 9;
    private static readonly AttentionSizes Sizes = new() { Batch = 1, NumHeads = NumHeads, QueryLen = Length, KeyLen = Length, HeadDim = Dim };

    private static readonly string[] Names = ["output", "query gradient", "key gradient", "value gradient"];

    public static TheoryData<string, int> Cases => [.. from mask in (string[])["causal", "window", "prefix", "segments", "keys", "map", "bias", "bias and window"]
                                                       from row in (int[])[0, 37, 64, 70, 149]
                                                       select (mask, row)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_query_of_NaN_changes_itself_and_the_gradients_of_what_it_sees(string mask, int row)
    {
        var (clean, poisoned) = (Run(mask), Run(mask, query: row));
        AssertSame(clean, poisoned, 0, i => i != row);
        AssertSame(clean, poisoned, 1, i => i != row);
        AssertSame(clean, poisoned, 2, j => !Sees(mask, row, j));
        AssertSame(clean, poisoned, 3, j => !Sees(mask, row, j));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_gradient_of_NaN_reaches_its_query_and_what_that_sees(string mask, int row)
    {
        var (clean, poisoned) = (Run(mask), Run(mask, flow: row));
        AssertSame(clean, poisoned, 0, _ => true);
        AssertSame(clean, poisoned, 1, i => i != row);
        AssertSame(clean, poisoned, 2, j => !Sees(mask, row, j));
        AssertSame(clean, poisoned, 3, j => !Sees(mask, row, j));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_key_of_NaN_changes_queries_that_see_it_and_what_they_see(string mask, int row) =>
        AssertReachesThoseThatSee(mask, row, Run(mask), Run(mask, key: row));

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_value_of_NaN_changes_queries_that_see_it_and_what_they_see(string mask, int row) =>
        AssertReachesThoseThatSee(mask, row, Run(mask), Run(mask, value: row));

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_NaN_changes_no_gradient_of_a_bias_where_nothing_is_seen(string mask, int row)
    {
        foreach (var gradient in (float[][])[
            BiasGradient(mask, query: row), BiasGradient(mask, key: row), BiasGradient(mask, value: row), BiasGradient(mask, flow: row)])
        {
            for (var i = 0; i < gradient.Length; i++)
            {
                Assert.True(gradient[i] == 0 || Sees(mask, i / Length % Length, i % Length), $"query {i / Length % Length}, key {i % Length}: {gradient[i]}");
            }
        }
    }

    private static void AssertReachesThoseThatSee(string mask, int row, float[][] clean, float[][] poisoned)
    {
        bool[] reached = [.. Enumerable.Range(0, Length).Select(j => Enumerable.Range(0, Length).Any(i => Sees(mask, i, row) && Sees(mask, i, j)))];
        AssertSame(clean, poisoned, 0, i => !Sees(mask, i, row));
        AssertSame(clean, poisoned, 1, i => !Sees(mask, i, row));
        AssertSame(clean, poisoned, 2, j => j != row && !reached[j]);
        AssertSame(clean, poisoned, 3, j => !reached[j]);
    }

    private static void AssertSame(float[][] clean, float[][] poisoned, int what, Func<int, bool> isUntouched)
    {
        for (var i = 0; i < clean[what].Length; i++)
        {
            if (isUntouched(i / Dim % Length))
            {
                Assert.True(
                    Math.Abs(clean[what][i] - poisoned[what][i]) <= 2e-5f * Math.Max(1, Math.Abs(clean[what][i])),
                    $"{Names[what]}, row {i / Dim % Length}: {poisoned[what][i]}, not {clean[what][i]}");
            }
        }
    }

    private static bool Sees(string mask, int i, int j) => mask switch
    {
        "causal" => j <= i,
        "window" => j >= i - 5 && j <= i + 3,
        "prefix" => j <= i || j < 20,
        "segments" => i / 33 == j / 33,
        "keys" => j is not (0 or 37 or 64 or 70 or 149) && j % 5 != 1,
        "map" or "bias" => IsOnMap(i, j),
        _ => IsOnMap(i, j) && j >= i - 40,
    };

    private static bool IsOnMap(int i, int j) => ((7 * i) + (3 * j)) % 5 != 0 && j is not (37 or 149);

    private static AttentionMask Mask(string mask) => mask switch
    {
        "causal" => AttentionMask.Causal,
        "window" => AttentionMask.SlidingWindow(5, 3),
        "prefix" => AttentionMask.Prefix(20),
        "segments" => AttentionMask.Segments([.. Enumerable.Range(0, Length).Select(i => i / 33)]),
        "keys" => AttentionMask.Keys([.. Enumerable.Range(0, Length).Select(j => Sees("keys", 0, j))]),
        "map" => AttentionMask.From([.. Places.Select(place => IsOnMap(place / Length, place % Length))], 1, 1, Length, Length),
        "bias" => AttentionMask.Additive([.. Places.Select(place => IsOnMap(place / Length, place % Length) ? 0.5f : float.NegativeInfinity)], 1, 1, Length, Length),
        _ => Mask("bias") & AttentionMask.SlidingWindow(40, -1),
    };

    private static IEnumerable<int> Places => Enumerable.Range(0, Length * Length);

    private static float[][] Run(string mask, int query = -1, int key = -1, int value = -1, int flow = -1)
    {
        var (output, dq, dk, dv) = (new float[NumHeads * Length * Dim], new float[NumHeads * Length * Dim], new float[NumHeads * Length * Dim], new float[NumHeads * Length * Dim]);
        Run(mask, query, key, value, flow, output, dq, dk, dv, default);
        return [output, dq, dk, dv];
    }

    private static float[] BiasGradient(string mask, int query = -1, int key = -1, int value = -1, int flow = -1)
    {
        var gradient = new float[NumHeads * Length * Length];
        Run(mask, query, key, value, flow, new float[NumHeads * Length * Dim], default, default, default, gradient);
        return gradient;
    }

    private static void Run(string mask, int query, int key, int value, int flow, float[] output, Span<float> dq, Span<float> dk, Span<float> dv, Span<float> dBias)
    {
        var (q, k, v, g) = (Rows(1, query), Rows(2, key), Rows(3, value), Rows(4, flow));
        var statistics = new float[Sizes.StatisticsLength];
        var options = new AttentionOptions { Mask = Mask(mask) };
        var gradients = dBias.IsEmpty ? default : new AttentionGradients { Bias = new TensorSpan<float>(dBias, [1, NumHeads, Length, Length]) };
        ScaledDotProductAttention.Forward(q, k, v, output, Sizes, options, statistics);
        ScaledDotProductAttention.Backward(q, k, v, output, statistics, g, dq, dk, dv, Sizes, options, gradients);
    }

    private static float[] Rows(int seed, int poisoned)
    {
        var rows = Random(NumHeads * Length * Dim, seed);
        for (var head = 0; head < NumHeads && poisoned >= 0; head++)
        {
            rows.AsSpan(((head * Length) + poisoned) * Dim, Dim).Fill(float.NaN);
        }

        return rows;
    }
}
