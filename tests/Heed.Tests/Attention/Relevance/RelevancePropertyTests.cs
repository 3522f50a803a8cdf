using CsCheck;
using Heed.Attention.Relevance;
using Heed.Tests.Kernels;

namespace Heed.Tests.Attention.Relevance;

/// <summary>What holds for any maps.</summary>
public class RelevancePropertyTests
{
    private static readonly Gen<Case> Cases =
        from numTokens in Gen.Int[1, 7]
        from numLayers in Gen.Int[1, 3]
        from numHeads in Gen.Int[1, 3]
        from seed in Gen.Int[0, 1_000_000]
        select new Case(numTokens, numLayers, numHeads, seed);

    [Fact]
    public void Rollouts_share_out_one_and_nothing_of_relevance_is_negative() => Cases.Sample(@case =>
    {
        var trace = @case.Trace();
        Assert.Equal(1, AttentionRollout.Of(trace).Sum(), 1e-5);
        Assert.Equal(1, AttentionRollout.Of(trace, attentionShare: 1).Sum(), 1e-5);
        Assert.Equal(1, GradientRollout.Of(trace).Sum(), 1e-5);
        Assert.Equal(1, ReadoutAttention.OfLayer(trace, 0).Sum(), 1e-5);
        Assert.All([.. AttentionRollout.Of(trace), .. GradientRollout.Of(trace), .. ClassRelevance.Of(trace)], value => Assert.True(value >= 0));
        Assert.True(ClassRelevance.Of(trace).Sum() >= 0.999f);
    });

    [Fact]
    public void Tokens_in_another_order_have_the_same_relevance() => Cases.Sample(@case =>
    {
        int[] order = [.. Enumerable.Range(0, @case.NumTokens)];
        new Random(@case.Seed).Shuffle(order);
        var (trace, moved) = (@case.Trace(), @case.Trace(order));
        foreach (var method in (Func<AttentionTrace, float[]>[])[t => ReadoutAttention.OfLayer(t, 0), t => AttentionRollout.Of(t), t => GradientRollout.Of(t), ClassRelevance.Of])
        {
            var values = method(trace);
            Numbers.AssertClose([.. order.Select(token => values[token])], method(moved), 1e-4);
        }
    });

    [Fact]
    public void Relevance_is_the_read_row_of_the_matrix_of_the_paper() => Cases.Sample(@case =>
    {
        var (trace, n) = (@case.Trace(), @case.NumTokens);
        var relevance = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            relevance[i, i] = 1;
        }

        for (var layer = 0; layer < trace.NumLayers; layer++)
        {
            var before = (double[,])relevance.Clone();
            for (var head = 0; head < trace.NumHeads(layer); head++)
            {
                for (var ijk = 0; ijk < n * n * n; ijk++)
                {
                    var (i, j, k) = (ijk / (n * n), ijk / n % n, ijk % n);
                    var weight = trace.Weights(layer, head)[(i * n) + j] * trace.Gradient(layer, head)[(i * n) + j];
                    relevance[i, k] += Math.Max(0, weight) * before[j, k] / trace.NumHeads(layer);
                }
            }
        }

        var read = trace.ReadoutByContribution.ToArray();
        Numbers.AssertClose([.. Enumerable.Range(0, n).Select(k => (float)Enumerable.Range(0, n).Sum(i => read[i] * (Share(i, k) + (i == k ? 1 : 0))))], ClassRelevance.Of(trace), 1e-4);

        double Share(int i, int k)
        {
            var sum = Enumerable.Range(0, n).Sum(j => relevance[i, j]) - 1;
            return sum > 1e-9 ? (relevance[i, k] - (i == k ? 1 : 0)) / sum : 0;
        }
    });

    [Fact]
    public void A_score_that_nothing_speaks_for_leaves_what_is_read() => Cases.Sample(@case =>
    {
        var trace = new AttentionTrace(@case.Maps(3), @case.Readout(), [.. @case.Maps(5).Select(map => map.Select(value => -value).ToArray())]);
        Assert.Equal(trace.Readout.ToArray(), ClassRelevance.Of(trace));
        Numbers.AssertClose(trace.Readout, GradientRollout.Of(trace), 1e-6);
    });

    private sealed record Case(int NumTokens, int NumLayers, int NumHeads, int Seed)
    {
        public AttentionTrace Trace(int[]? order = null)
        {
            order ??= [.. Enumerable.Range(0, NumTokens)];
            float[][] gradients = [.. Enumerable.Range(0, NumLayers).Select(layer => Numbers.Random(NumHeads * NumTokens * NumTokens, (ulong)(Seed + layer), 3))];
            var contributions = Numbers.Random(NumTokens, (ulong)Seed + 17);
            return new AttentionTrace(
                [.. Maps(1).Select(Moved)],
                [.. order.Select(token => Readout()[token])],
                [.. gradients.Select(Moved)],
                [.. order.Select(token => contributions[token])]);

            float[] Moved(float[] map) =>
                [.. Enumerable.Range(0, NumHeads).SelectMany(head => order.SelectMany(i => order.Select(j => map[(((head * NumTokens) + i) * NumTokens) + j])))];
        }

        /// <summary>Rows that sum to 1.</summary>
        public float[][] Maps(int salt) => [.. Enumerable.Range(0, NumLayers).Select(layer =>
        {
            var random = new Random(Seed + (layer * 31) + salt);
            return Enumerable.Range(0, NumHeads * NumTokens).SelectMany(_ => Shares(random)).ToArray();
        })];

        public float[] Readout() => Shares(new Random(Seed));

        private float[] Shares(Random random)
        {
            float[] weights = [.. Enumerable.Range(0, NumTokens).Select(_ => random.NextSingle() + 0.01f)];
            return [.. weights.Select(weight => weight / weights.Sum())];
        }
    }
}
