using Heed.Attention;
using Heed.Attention.Mechanisms;
using Heed.Autograd;
using Heed.Tests.Kernels;
using static Heed.Tests.Autograd.FiniteDifferences;

namespace Heed.Tests.Attention.Relevance;

/// <summary>The gradient of each map is what a score changes by when a weight is changed and nothing that it was computed from.</summary>
public class MapGradientTests
{
    private const int NumHeads = 4;
    private const int NumKeyValueHeads = 2;
    private const int HeadDim = 3;
    private static readonly Sequences Sequences = Sequences.OfLengths(5, 2, 7);

    private static readonly Tensor Rows = Small(1, 14, 5);
    private static readonly Tensor Query = Small(2, NumHeads * HeadDim, 5);
    private static readonly Tensor Key = Small(3, NumKeyValueHeads * HeadDim, 5);
    private static readonly Tensor Value = Small(4, NumKeyValueHeads * HeadDim, 5);
    private static readonly Tensor Output = Small(5, 5, NumHeads * HeadDim);
    private static readonly float[] Upstream = Random(14 * 5, 6);

    [Fact]
    public void It_agrees_with_differences_in_every_weight_of_two_layers()
    {
        var recorder = Record(holdsParameters: false);
        for (var s = 0; s < Sequences.Count; s++)
        {
            var length = Sequences.LengthOf(s);
            for (var layer = 0; layer < 2; layer++)
            {
                var gradient = recorder.Gradients[layer]!.Sequences[s];
                Assert.Equal(NumHeads * length * length, gradient.Length);
                for (var i = 0; i < gradient.Length; i++)
                {
                    // Richardson's step takes away the error in h squared, so that float32 needs no small h.
                    var difference = ((4 * Difference(s, layer, i, 0.01f)) - Difference(s, layer, i, 0.02f)) / 3;
                    Assert.True(
                        Math.Abs(difference - gradient[i]) <= 3e-3 * Math.Max(1, Math.Abs(difference)),
                        $"layer {layer}, weight {i}: {gradient[i]}, by differences {difference}");
                }
            }
        }
    }

    [Fact]
    public void Chosen_heads_and_rows_are_those_of_the_whole_maps()
    {
        var (whole, chosen) = (Record(holdsParameters: true), Record(holdsParameters: true, new AttentionRecording { Maps = true, Heads = [3, 0], Rows = 1..3 }));
        var (all, some) = (whole.Gradients[0]!.Sequences[2], chosen.Gradients[0]!.Sequences[2]);
        Numbers.AssertClose([.. all.AsSpan((3 * 49) + 7, 14), .. all.AsSpan(7, 14)], some, 1e-6);
    }

    [Fact]
    public void A_tape_that_holds_parameters_gives_the_same_maps_and_no_gradient_to_any_parameter()
    {
        Tensor[] parameters = [Rows, Query, Key, Value, Output];
        var free = Record(holdsParameters: false);
        Assert.All(parameters, parameter => Assert.True(parameter.HasGradient));
        Array.ForEach(parameters, parameter => parameter.ClearGradient());

        var held = Record(holdsParameters: true);

        Assert.All(parameters, parameter => Assert.False(parameter.HasGradient));
        for (var layer = 0; layer < 2; layer++)
        {
            Assert.Equal(free.Gradients[layer]!.Sequences, held.Gradients[layer]!.Sequences);
        }

        Assert.Equal(free.Contributions, held.Contributions);
    }

    [Fact]
    public void Contributions_are_the_last_state_times_its_gradient()
    {
        var recorder = Record(holdsParameters: true);
        var last = Forward(new AttentionRecorder()).Data;
        for (var token = 0; token < 14; token++)
        {
            var expected = 0.0;
            for (var i = 0; i < 5; i++)
            {
                // The score is sum tanh(state) * upstream.
                var tanh = Math.Tanh(last[(token * 5) + i]);
                expected += last[(token * 5) + i] * (1 - (tanh * tanh)) * Upstream[(token * 5) + i];
            }

            Assert.Equal(expected, recorder.Contributions[token], 1e-4);
        }
    }

    [Fact]
    public void Without_a_tape_that_records_it_is_refused()
    {
        Assert.Throws<InvalidOperationException>(() => Forward(new AttentionRecorder { KeepsGradients = true }));
        using var tape = new Tape(recordsGradients: false);
        Assert.Throws<InvalidOperationException>(() => Forward(new AttentionRecorder { KeepsGradients = true }));
    }

    [Fact]
    public void Until_something_flows_back_there_is_none()
    {
        var recorder = new AttentionRecorder { KeepsGradients = true };
        using var tape = new Tape(holdsParameters: true);
        Forward(recorder);
        Assert.Equal([null, null], recorder.Gradients);
    }

    private static Tensor Small(int seed, params int[] shape)
    {
        var tensor = Tensor.Parameter(shape);
        Random(tensor.Length, seed).Select(value => 0.4f * value).ToArray().CopyTo(tensor.Data);
        return tensor;
    }

    private static AttentionRecorder Record(bool holdsParameters, AttentionRecording? recording = null)
    {
        var recorder = new AttentionRecorder(recording ?? AttentionRecording.AllMaps) { KeepsGradients = true };
        using var tape = new Tape(holdsParameters: holdsParameters);
        tape.Backward((Op.Tanh(recorder.Watch(Forward(recorder))), Upstream));
        return recorder;
    }

    private static Tensor Forward(AttentionRecorder recorder)
    {
        var x = Rows;
        for (var layer = 0; layer < 2; layer++)
        {
            var heads = new AttentionHeads { NumHeads = NumHeads, NumKeyValueHeads = NumKeyValueHeads, Queries = Sequences };
            x = Op.Add(x, Op.Linear(FusedAttention.Apply(Op.Linear(x, Query), Op.Linear(x, Key), Op.Linear(x, Value), heads, recorder), Output));
        }

        return x;
    }

    private static double Difference(int sequence, int layer, int index, float h) =>
        (Score(sequence, layer, index, h) - Score(sequence, layer, index, -h)) / (2 * h);

    /// <summary>The score of one sequence with weight <paramref name="index"/> of a layer moved, by plain operations.</summary>
    private static double Score(int sequence, int layer, int index, float change)
    {
        var (start, length) = (Sequences.Offsets[sequence], Sequences.LengthOf(sequence));
        var x = Tensor.From(Rows.Data.Slice(start * 5, length * 5), length, 5);
        for (var l = 0; l < 2; l++)
        {
            var (query, key, value) = (Split(Op.Linear(x, Query), NumHeads), Split(Op.Linear(x, Key), NumKeyValueHeads), Split(Op.Linear(x, Value), NumKeyValueHeads));
            var (_, weights) = GroupedQueryAttention.Apply(query, key, value);
            if (l == layer)
            {
                weights.Data[index] += change;
            }

            var grouped = weights.Reshape(1, NumKeyValueHeads, NumHeads / NumKeyValueHeads * length, length);
            var attended = Op.MatMul(grouped, value).Reshape(1, NumHeads, length, HeadDim);
            x = Op.Add(x, Op.Linear(HeadSplit.Undo(attended).Reshape(length, NumHeads * HeadDim), Output));
        }

        var score = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            score += Math.Tanh(x.Data[i]) * Upstream[(start * 5) + i];
        }

        return score;

        Tensor Split(Tensor rows, int heads) => HeadSplit.Apply(rows.Reshape(1, length, rows.Columns), heads);
    }
}
