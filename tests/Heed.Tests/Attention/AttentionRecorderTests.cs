using Heed.Attention;
using Heed.Autograd;
using Heed.Layers;
using Heed.Models;
using Heed.Tests.Kernels;

namespace Heed.Tests.Attention;

/// <summary>Whatever a recording asks for agrees with the whole maps.</summary>
public class AttentionRecorderTests
{
    private const int NumLayers = 4;
    private const int NumHeads = 3;
    private static readonly int[] Lengths = [5, 19, 1];

    private static readonly BertModel Bert = new(new ParameterSet(7).Root, new BertConfig
    {
        VocabSize = 53, ModelDim = 24, NumLayers = NumLayers, NumHeads = NumHeads, HiddenDim = 20, MaxPositions = 19, InitializerRange = 0.5f,
    });

    [Fact]
    public void Chosen_heads_and_rows_are_those_of_the_whole_maps()
    {
        var whole = Record(new AttentionRecorder());
        var chosen = Record(new AttentionRecorder(new AttentionRecording { Maps = true, Heads = [2, 0], Rows = 3..7 }));
        for (var layer = 0; layer < NumLayers; layer++)
        {
            Assert.Equal([2, 0], chosen.Layers[layer].Heads);
            for (var s = 0; s < Lengths.Length; s++)
            {
                var (first, end) = (Math.Min(3, Lengths[s]), Math.Min(7, Lengths[s]));
                float[] expected = [.. Rows(2), .. Rows(0)];
                Numbers.AssertClose(expected, chosen.Layers[layer].Sequences[s], 1e-6);

                IEnumerable<float> Rows(int head) => Map(whole, layer, s, head).Skip(first * Lengths[s]).Take((end - first) * Lengths[s]);
            }
        }
    }

    [Fact]
    public void The_last_row_is_that_of_each_sequence()
    {
        var whole = Record(new AttentionRecorder());
        var last = Record(new AttentionRecorder(new AttentionRecording { Maps = true, Heads = [1], Rows = ^1.. }));
        for (var s = 0; s < Lengths.Length; s++)
        {
            Numbers.AssertClose(Map(whole, 3, s, 1).AsSpan(^Lengths[s]..), last.Layers[3].Sequences[s], 1e-6);
        }
    }

    [Fact]
    public void Each_layer_may_be_recorded_differently()
    {
        var recorder = Record(new AttentionRecorder(layer => layer switch
        {
            1 => new AttentionRecording { Maps = true, Heads = [1] },
            2 => new AttentionRecording { Summary = true },
            _ => AttentionRecording.Nothing,
        })
        { KeepsHiddenStates = false });
        Assert.Equal([0, 1, 0, 0], recorder.Layers.Select(layer => layer.NumHeads));
        Assert.Equal([false, false, true, false], recorder.Summaries.Select(summary => summary is not null));
        Assert.Empty(recorder.HiddenStates);
        Assert.Throws<InvalidOperationException>(() => recorder.Rollout(0));
    }

    [Fact]
    public void A_summary_says_what_the_maps_say()
    {
        var recorder = Record(new AttentionRecorder(new AttentionRecording { Maps = true, Summary = true, TopCount = 3 }));
        for (var layer = 0; layer < NumLayers; layer++)
        {
            var summary = recorder.Summaries[layer]!;
            for (var s = 0; s < Lengths.Length; s++)
            {
                for (var head = 0; head < NumHeads; head++)
                {
                    AssertSummary(Map(recorder, layer, s, head), Lengths[s], summary, s, head);
                }
            }
        }
    }

    [Theory]
    [InlineData(0.5f)]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(0.9f)]
    public void The_rollout_of_a_row_is_that_row_of_the_rollout_of_the_maps(float share)
    {
        var recorder = Record(new AttentionRecorder(new AttentionRecording { Maps = true, Rollout = true }));
        for (var s = 0; s < Lengths.Length; s++)
        {
            var expected = Rollout(recorder, s, share);
            for (var row = 0; row < Lengths[s]; row++)
            {
                var actual = recorder.Rollout(row, s, share);
                Assert.Equal(1, actual.Sum(), 1e-5);
                Numbers.AssertClose(Row(expected, row), actual, 1e-5);
            }
        }
    }

    [Fact]
    public void A_rollout_outlives_its_tape()
    {
        var (inside, after) = (new AttentionRecorder(new AttentionRecording { Rollout = true }), new float[19]);
        using (new Tape(recordsGradients: false))
        {
            after = Record(inside).Rollout(4, 1);
        }

        using (new Tape(recordsGradients: false))
        {
            Record(new AttentionRecorder());
            Assert.Equal(after, inside.Rollout(4, 1));
        }
    }

    [Fact]
    public void A_query_that_sees_nothing_keeps_what_it_had_and_a_sink_takes_its_share_before_rows_are_normalised()
    {
        // The first query sees no key; each head has a sink.
        var (query, key) = (Tensor.From(Numbers.Random(7 * 8, 1, 2), 7, 8), Tensor.From(Numbers.Random(7 * 8, 2, 2), 7, 8));
        var seen = new bool[7, 7];
        for (var i = 7; i < 49; i++)
        {
            seen[i / 7, i % 7] = i % 5 != 0;
        }

        var heads = new AttentionHeads
        {
            NumHeads = 2, Queries = Sequences.OfLengths(7), Mask = AttentionMask.From(seen), Scores = new AttentionScores { Sinks = Tensor.From([1f, -0.5f], 2) },
        };
        var recorder = new AttentionRecorder(new AttentionRecording { Maps = true, Summary = true, Rollout = true });
        for (var layer = 0; layer < 3; layer++)
        {
            FusedAttention.Apply(layer == 1 ? key : query, layer == 1 ? query : key, key, heads, recorder);
        }

        var expected = Rollout(recorder, 0, 0.5f);
        for (var row = 0; row < 7; row++)
        {
            Numbers.AssertClose(Row(expected, row), recorder.Rollout(row), 1e-5);
        }

        for (var head = 0; head < 2; head++)
        {
            AssertSummary(recorder.Layers[1].Sequences[0][(head * 49)..((head + 1) * 49)], 7, recorder.Summaries[1]!, 0, head);
        }
    }

    [Fact]
    public void Other_models_roll_out_too()
    {
        var gpt2 = new Gpt2ForCausalLanguageModeling(
            new Gpt2Config { VocabSize = 53, ModelDim = 24, NumLayers = 3, NumHeads = 3, HiddenDim = 20, MaxPositions = 19, InitializerRange = 0.5f }, new ParameterSet(3));
        var modernBert = new ModernBertModel(new ParameterSet(1).Root, new ModernBertConfig
        {
            VocabSize = 53, ModelDim = 24, NumLayers = 3, NumHeads = 3, HiddenDim = 16, GlobalAttentionEvery = 2, LocalAttention = 4, InitializerRange = 0.3f,
        });
        foreach (var forward in (Action<AttentionRecorder>[])[r => gpt2.Predict(Batch(), recorder: r), r => modernBert.Forward(Batch(), r)])
        {
            var recorder = new AttentionRecorder(new AttentionRecording { Maps = true, Rollout = true });
            forward(recorder);
            Numbers.AssertClose(Row(Rollout(recorder, 1, 0.5f), 18), recorder.Rollout(18, 1), 1e-5);
        }
    }

    [Fact]
    public void Rows_and_sequences_that_are_not_there_are_refused()
    {
        var recorder = Record(new AttentionRecorder(new AttentionRecording { Rollout = true }));
        Assert.Throws<ArgumentOutOfRangeException>(() => recorder.Rollout(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => recorder.Rollout(0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => recorder.Rollout(0, 0, 1.5f));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AttentionRecording { TopCount = 17 });
        Assert.Throws<ArgumentOutOfRangeException>(() => Record(new AttentionRecorder(new AttentionRecording { Maps = true, Heads = [3] })));
        Assert.Throws<InvalidOperationException>(() => new AttentionRecorder(new AttentionRecording { Rollout = true }).Rollout(0));
    }

    [Fact]
    public void A_rollout_through_attention_to_other_tokens_is_refused()
    {
        var recorder = new AttentionRecorder(new AttentionRecording { Rollout = true });
        var heads = new AttentionHeads { NumHeads = 1, Queries = Sequences.OfLengths(2), Keys = Sequences.OfLengths(3) };
        FusedAttention.Apply(Tensor.Zeros(2, 4), Tensor.Zeros(3, 4), Tensor.Zeros(3, 4), heads, recorder);
        var thrown = Assert.Throws<InvalidOperationException>(() => recorder.Rollout(0));
        Assert.Contains("layer 0 has 2 queries and 3 keys", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_summary_of_a_long_text_takes_memory_for_its_tokens_and_not_for_their_pairs()
    {
        const int seqLen = 1500;
        var x = Tensor.From(Numbers.Random(seqLen * 8, 1), seqLen, 8);
        var heads = new AttentionHeads { NumHeads = 1, Queries = Sequences.OfLengths(seqLen) };
        Attend();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Attend();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, sizeof(float) * seqLen * 100);

        void Attend()
        {
            var recorder = new AttentionRecorder(new AttentionRecording { Summary = true, TopCount = 4, Rollout = true });
            FusedAttention.Apply(x, x, x, heads, recorder);
            recorder.Rollout(3);
        }
    }

    private static TokenBatch Batch() =>
        TokenBatch.Pack([.. Lengths.Select(length => Enumerable.Range(1, length).Select(i => i * i % 53).ToArray())]);

    private static AttentionRecorder Record(AttentionRecorder recorder)
    {
        Bert.Forward(Batch(), recorder);
        return recorder;
    }

    private static float[] Map(AttentionRecorder recorder, int layer, int sequence, int head)
    {
        var map = Lengths[sequence] * Lengths[sequence];
        return recorder.Layers[layer].Sequences[sequence][(head * map)..((head + 1) * map)];
    }

    private static void AssertSummary(float[] map, int length, AttentionSummary summary, int sequence, int head)
    {
        var sums = new float[length];
        for (var i = 0; i < length; i++)
        {
            var weights = map[(i * length)..((i + 1) * length)];
            Assert.Equal(-weights.Sum(weight => weight == 0 ? 0 : weight * Math.Log(weight)), summary.Entropy(sequence, head)[i], 1e-5);
            var top = weights.OrderDescending().Take(summary.TopCount).TakeWhile(weight => weight > 0).ToArray();
            var own = (i * summary.TopCount)..((i * summary.TopCount) + top.Length);
            Numbers.AssertClose(top, summary.TopWeights(sequence, head)[own], 1e-6);
            Numbers.AssertClose(top, [.. summary.TopKeys(sequence, head)[own].ToArray().Select(key => weights[key])], 1e-6);
            for (var j = 0; j < length; j++)
            {
                sums[j] += weights[j];
            }
        }

        Numbers.AssertClose(sums, summary.ColumnSums(sequence, head), 1e-5);
    }

    /// <summary>A_L' ... A_1' of one sequence, in double precision.</summary>
    private static double[,] Rollout(AttentionRecorder recorder, int sequence, double share)
    {
        double[,]? rollout = null;
        foreach (var layer in recorder.Layers)
        {
            var maps = layer.Sequences[sequence];
            var n = (int)Math.Sqrt(maps.Length / layer.NumHeads);
            var product = new double[n, n];
            for (var i = 0; i < n; i++)
            {
                var row = Enumerable.Range(0, n).Select(j =>
                    (share * Enumerable.Range(0, layer.NumHeads).Average(head => (double)maps[(head * n * n) + (i * n) + j])) + (i == j ? 1 - share : 0)).ToArray();
                for (var j = 0; j < n; j++)
                {
                    product[i, j] = Enumerable.Range(0, n).Sum(k => row[k] * (rollout is null ? (k == j ? 1 : 0) : rollout[k, j])) / row.Sum();
                }
            }

            rollout = product;
        }

        return rollout!;
    }

    private static float[] Row(double[,] matrix, int row) => [.. Enumerable.Range(0, matrix.GetLength(1)).Select(j => (float)matrix[row, j])];
}
