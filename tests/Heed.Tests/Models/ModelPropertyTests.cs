using CsCheck;
using Heed.Attention;
using Heed.Autograd;
using Heed.Layers;
using Heed.Models;
using static Heed.Tests.Autograd.FiniteDifferences;

namespace Heed.Tests.Models;

/// <summary>What holds for whole models over any lengths of sequences.</summary>
public class ModelPropertyTests
{
    private const int VocabSize = 53;
    private const int ModelDim = 12;
    private const int LongestSequence = 17;

    private static readonly BertConfig Config = new()
    {
        VocabSize = VocabSize,
        ModelDim = ModelDim,
        NumLayers = 2,
        NumHeads = 3,
        HiddenDim = 20,
        MaxPositions = LongestSequence,
        InitializerRange = 0.3f,
    };

    [Fact]
    public void A_packed_batch_gives_what_a_padded_one_gives_gradients_included() =>
        Gen.Select(Gen.Int[1, LongestSequence].Array[1, 5], Gen.Int[0, 1_000_000]).Sample(
            (lengths, seed) =>
            {
                int[][] sequences = [.. lengths.Select((length, i) => Ids(length, seed + i))];
                var packed = Run(TokenBatch.Pack(sequences), [.. Enumerable.Range(0, lengths.Sum())], (ulong)seed);
                var padded = Run(Padded(sequences, LongestSequence), RealRows(lengths, LongestSequence), (ulong)seed);

                AssertClose("hidden state", padded.Hidden, packed.Hidden);
                AssertClose("pooled", padded.Pooled, packed.Pooled);
                foreach (var ((name, expected), (_, actual)) in padded.Gradients.Zip(packed.Gradients))
                {
                    AssertClose(name, expected, actual);
                }
            },
            iter: 30);

    [Fact]
    public void The_others_of_a_batch_do_not_change_a_sequence()
    {
        int[][] sequences = [Ids(3, 1), Ids(LongestSequence, 2), Ids(1, 3)];
        var model = new BertModel(new ParameterSet(7).Root, Config);
        var together = model.Forward(TokenBatch.Pack(sequences));
        var start = 0;
        foreach (var sequence in sequences)
        {
            var alone = model.Forward(TokenBatch.Pack([sequence]));
            AssertClose("hidden state", alone.Data, together.Slice(start, start + sequence.Length).Data);
            start += sequence.Length;
        }
    }

    [Fact]
    public void A_sequence_that_is_all_pads_stays_finite_and_leaves_the_others_as_they_are()
    {
        int[][] sequences = [Ids(5, 1), [], Ids(2, 2)];
        var real = Run(Padded(sequences, 6), RealRows([5, 0, 2], 6), 3);
        var without = Run(Padded([sequences[0], sequences[2]], 6), RealRows([5, 2], 6), 3);

        AssertClose("hidden state", without.Hidden, real.Hidden);
        Assert.All(real.Gradients, gradient => Assert.All(gradient.Value, value => Assert.True(float.IsFinite(value))));
    }

    [Fact]
    public void Empty_sequences_of_a_packed_batch_take_no_rows_and_have_no_first_token()
    {
        var model = new BertModel(new ParameterSet(7).Root, Config);
        var batch = TokenBatch.Pack([[], Ids(4, 1), []]);
        var hidden = model.Forward(batch);
        AssertClose("hidden state", model.Forward(TokenBatch.Pack([Ids(4, 1)])).Data, hidden.Data);
        var error = Assert.Throws<InvalidOperationException>(() => model.Pool(hidden, batch));
        Assert.Contains("Sequence 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_beyond_a_window_do_not_reach_a_local_layer()
    {
        var config = new ModernBertConfig
        {
            VocabSize = VocabSize, ModelDim = ModelDim, NumLayers = 2, NumHeads = 3, HiddenDim = 16, GlobalAttentionEvery = 9, LocalAttention = 4, InitializerRange = 0.3f,
        };
        var recorder = new AttentionRecorder();
        new ModernBertModel(new ParameterSet(1).Root, config).Forward(TokenBatch.Pack([Ids(11, 1)]), recorder);

        var local = recorder.Layers[1].Sequences[0];
        for (var i = 0; i < local.Length; i++)
        {
            Assert.Equal(Math.Abs((i / 11 % 11) - (i % 11)) <= 2, local[i] > 0);
        }

        Assert.DoesNotContain(0, recorder.Layers[0].Sequences[0]);
    }

    private static (float[] Hidden, float[] Pooled, Dictionary<string, float[]> Gradients) Run(TokenBatch batch, int[] rows, ulong seed)
    {
        var parameters = new ParameterSet(seed);
        var model = new BertModel(parameters.Root, Config);
        using var tape = new Tape();
        var hidden = model.Forward(batch);
        var real = Op.SelectRows(hidden, rows);
        var pooled = model.Pool(hidden, batch);
        tape.Backward((real, Random(real.Length, 1)), (pooled, Random(pooled.Length, 2)));
        return (real.Data.ToArray(), pooled.Data.ToArray(), parameters.All.ToDictionary(parameter => parameter.Key, parameter => parameter.Value.Gradient.ToArray()));
    }

    private static int[] Ids(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => random.Next(1, VocabSize))];
    }

    /// <summary>Sequences padded with tokens that nobody may attend to; the pads are not zeros, so that a leak would show.</summary>
    private static TokenBatch Padded(int[][] sequences, int seqLen) => new(
        [.. sequences.SelectMany((sequence, i) => sequence.Concat(Ids(seqLen - sequence.Length, -i - 1)))],
        Sequences.Uniform(sequences.Length, seqLen),
        mask: AttentionMask.Padding([.. sequences.Select(sequence => sequence.Length)], seqLen));

    private static int[] RealRows(int[] lengths, int seqLen) =>
        [.. lengths.SelectMany((length, i) => Enumerable.Range(i * seqLen, length))];

    private static void AssertClose(string what, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var largest = 0f;
        foreach (var value in expected)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-5f + (1e-4f * largest), $"{what}[{i}] is {actual[i]}, not {expected[i]}");
        }
    }
}
