using CsCheck;
using Heed.Attention;
using Heed.Attention.Mechanisms;
using Heed.Attention.Positions;
using Heed.Autograd;
using static Heed.Tests.Autograd.FiniteDifferences;

namespace Heed.Tests.Attention.Mechanisms;

/// <summary>The attention that is written to be read and the one that is written to be fast are one function.</summary>
public class ReadableAgainstFusedTests
{
    private static readonly Gen<Case> Cases = Gen.Select(
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[1, 2]),
        Gen.Select(Gen.Int[1, 7], Gen.Int[1, 7], Gen.Int[1, 5], Gen.Int[1, 5]),
        Gen.Int[0, 1000],
        Gen.Int[0, 6],
        Gen.Int[0, 63]).Select((heads, lengths, seed, mask, features) =>
            new Case(heads.Item1, heads.Item2, heads.Item3, lengths.Item1, lengths.Item2, lengths.Item3, lengths.Item4, seed, mask, features));

    [Fact]
    public void Outputs_weights_and_gradients_agree_whatever_mask_and_scores() => Cases.Sample(
        @case =>
        {
            var (readable, readableWeights, readableGradients) = @case.Run((q, k, v, mask, scores) =>
            {
                var (output, weights) = MultiHead.Apply(
                    q.Reshape(@case.Batch, @case.QueryLen, q.Columns), k.Reshape(@case.Batch, @case.KeyLen, k.Columns), v.Reshape(@case.Batch, @case.KeyLen, v.Columns),
                    @case.NumHeads, mask, scores, @case.Groups);
                return (output, weights.Data.ToArray());
            });
            var (fused, fusedWeights, fusedGradients) = @case.Run((q, k, v, mask, scores) =>
            {
                var recorder = new AttentionRecorder();
                var output = FusedAttention.Apply(q, k, v, new AttentionHeads
                {
                    NumHeads = @case.NumHeads,
                    NumKeyValueHeads = @case.Groups,
                    Queries = Sequences.Uniform(@case.Batch, @case.QueryLen),
                    Keys = Sequences.Uniform(@case.Batch, @case.KeyLen),
                    Mask = mask,
                    Scores = scores,
                }, recorder);
                return (output, [.. recorder.Layers[0].Sequences.SelectMany(map => map)]);
            });

            OperatorCase.Check("output", fused, readable, 2e-5);
            OperatorCase.Check("weights", fusedWeights, readableWeights, 1e-5);
            for (var i = 0; i < fusedGradients.Count; i++)
            {
                OperatorCase.Check($"gradient {i}", fusedGradients[i], readableGradients[i], 1e-4);
            }
        },
        iter: 150);

    private delegate (Tensor Output, float[] Weights) Attention(Tensor query, Tensor key, Tensor value, AttentionMask mask, AttentionScores scores);

    private sealed record Case(int Batch, int Groups, int HeadsOfGroup, int QueryLen, int KeyLen, int HeadDim, int ValueDim, int Seed, int MaskKind, int Features)
    {
        public int NumHeads => Groups * HeadsOfGroup;

        public (float[] Output, float[] Weights, List<float[]> Gradients) Run(Attention attention)
        {
            var (query, key, value) = (
                Parameter(Seed, Batch * QueryLen, NumHeads * HeadDim), Parameter(Seed + 1, Batch * KeyLen, Groups * HeadDim), Parameter(Seed + 2, Batch * KeyLen, Groups * ValueDim));
            var (bias, relative, sinks) = (
                Parameter(Seed + 3, 1, NumHeads, QueryLen, KeyLen), Parameter(Seed + 4, NumHeads, QueryLen + KeyLen - 1), Parameter(Seed + 5, NumHeads));
            var scores = new AttentionScores
            {
                Scale = Has(0) ? 0.7f : null,
                SoftCap = Has(1) ? 1.3f : 0,
                Bias = Has(2) ? bias : null,
                RelativeBias = Has(3) ? new RelativeBias(relative, QueryLen - 1) : null,
                AlibiSlopes = Has(4) ? Alibi.Slopes(NumHeads) : default,
                Sinks = Has(5) ? sinks : null,
            };
            List<Tensor> inputs = [query, key, value, .. scores.Learnt.OfType<Tensor>()];
            using var tape = new Tape();
            var (output, weights) = attention(query, key, value, Mask, scores);
            var values = output.Data.ToArray();
            tape.Backward((output, Random(output.Length, Seed + 6)));
            return (values, weights, [.. inputs.Select(input => input.Gradient.ToArray())]);

            bool Has(int feature) => (Features & (1 << feature)) != 0;
        }

        private AttentionMask Mask => MaskKind switch
        {
            0 => AttentionMask.None,
            1 => AttentionMask.Causal,
            2 => AttentionMask.SlidingWindow(1, 2),
            3 => AttentionMask.Prefix(2),
            4 => AttentionMask.Segments([.. Ids(Batch * QueryLen)], [.. Ids(Batch * KeyLen)]),
            5 => AttentionMask.Causal & AttentionMask.Keys([.. Ids(Batch * KeyLen).Select(id => id == 0)]),
            _ => AttentionMask.From([.. Ids(NumHeads * QueryLen * KeyLen).Select(id => id == 0)], 1, NumHeads, QueryLen, KeyLen)
                & AttentionMask.Additive(Random(Batch * QueryLen * KeyLen, Seed + 7), Batch, 1, QueryLen, KeyLen),
        };

        private IEnumerable<int> Ids(int count) => Enumerable.Range(0, count).Select(row => ((row * 5) + Seed) % 7 / 4);
    }
}
