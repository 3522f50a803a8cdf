using Heed.Attention;
using Heed.Attention.Mechanisms;
using Heed.Attention.Positions;
using Heed.Autograd;
using Heed.Layers;
using Heed.Tests.Autograd;

namespace Heed.Tests.Layers;

public class MultiHeadAttentionTests
{
    private const int ModelDim = 12;
    private const int NumHeads = 4;

    private static readonly Sequences Rows = Sequences.OfLengths(3, 5);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Fewer_key_heads_are_those_heads_repeated(int groups)
    {
        var (grouped, whole) = (new ParameterSet(), new ParameterSet());
        var layer = MultiHeadAttention.Create(grouped.Root, ModelDim, NumHeads, standardDeviation: 1, numKeyValueHeads: groups);
        var repeated = MultiHeadAttention.Create(whole.Root, ModelDim, NumHeads, standardDeviation: 1);
        foreach (var (name, tensor) in whole.All)
        {
            var (source, headLength) = (grouped[name], tensor.Length / NumHeads);
            for (var head = 0; head < NumHeads; head++)
            {
                var from = source.Length == tensor.Length ? head : head / (NumHeads / groups);
                source.Data.Slice(from * headLength, headLength).CopyTo(tensor.Data.Slice(head * headLength, headLength));
            }
        }

        var x = FiniteDifferences.Parameter(1, 8, ModelDim);
        OperatorCase.Check("output", repeated.Forward(x, Rows).Data, layer.Forward(x, Rows).Data, 1e-5);
    }

    [Fact]
    public void Scores_of_the_layer_hold_until_a_pass_brings_others()
    {
        var scores = new AttentionScores { Scale = 0.7f, SoftCap = 1.5f, AlibiSlopes = Alibi.Slopes(NumHeads), Sinks = FiniteDifferences.Parameter(3, NumHeads) };
        var parameters = new ParameterSet();
        var layer = MultiHeadAttention.Create(parameters.Root, ModelDim, NumHeads, standardDeviation: 1, scores: scores);
        var x = FiniteDifferences.Parameter(1, 5, ModelDim);

        CheckAgainstTheEquation(layer.Forward(x, Sequences.OfLengths(5)), scores);
        CheckAgainstTheEquation(layer.Forward(x, Sequences.OfLengths(5), scores: AttentionScores.Scaled), AttentionScores.Scaled);

        void CheckAgainstTheEquation(Tensor actual, AttentionScores expected)
        {
            var (query, key, value) = (Project("q_proj"), Project("k_proj"), Project("v_proj"));
            var heads = MultiHead.Apply(query, key, value, NumHeads, scores: expected).Output;
            OperatorCase.Check("output", Op.Linear(heads, parameters["out_proj.weight"], parameters["out_proj.bias"]).Data, actual.Data, 2e-5);
        }

        Tensor Project(string name) => Op.Linear(x, parameters[$"{name}.weight"], parameters[$"{name}.bias"]).Reshape(1, 5, ModelDim);
    }

    [Fact]
    public void An_extra_key_is_seen_whatever_the_mask_and_the_length()
    {
        var layer = MultiHeadAttention.Create(new ParameterSet().Root, ModelDim, NumHeads, standardDeviation: 1, addsLearnedKey: true, addsZeroKey: true);
        var recorder = new AttentionRecorder();
        var visible = new[] { false, false, false, true, true, false, true, true };
        var bias = FiniteDifferences.Random(NumHeads * 25, 5);
        layer.Forward(
            FiniteDifferences.Parameter(1, 8, ModelDim), Rows, AttentionMask.Causal & AttentionMask.Keys(visible) & AttentionMask.Additive(bias, 1, NumHeads, 5, 5), recorder);
        for (var s = 0; s < Rows.Count; s++)
        {
            var (length, keyLen) = (Rows.LengthOf(s), Rows.LengthOf(s) + 2);
            for (var row = 0; row < NumHeads * length; row++)
            {
                var weights = recorder.Layers[0].Sequences[s].AsSpan(row * keyLen, keyLen);
                Assert.Equal(1, weights.ToArray().Sum(), 1e-5);
                Assert.All(weights[^2..].ToArray(), weight => Assert.True(weight > 0));
                for (var j = 0; j < length; j++)
                {
                    Assert.Equal(j <= row % length && visible[Rows.Offsets[s] + j], weights[j] > 0);
                }
            }
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Contains("5 query heads", Assert.Throws<ArgumentException>(() => MultiHeadAttention.Create(new ParameterSet().Root, ModelDim, 5)).Message, StringComparison.Ordinal);
        Assert.Contains("3 key/value heads", Assert.Throws<ArgumentException>(
            () => MultiHeadAttention.Create(new ParameterSet().Root, ModelDim, NumHeads, numKeyValueHeads: 3)).Message, StringComparison.Ordinal);
        var layer = MultiHeadAttention.Create(
            new ParameterSet().Root, ModelDim, NumHeads, scores: new AttentionScores { AlibiSlopes = Alibi.Slopes(NumHeads) }, addsZeroKey: true);
        Assert.Contains("no place", Assert.Throws<ArgumentException>(() => layer.Forward(Tensor.Zeros(8, ModelDim), Rows)).Message, StringComparison.Ordinal);
    }
}
