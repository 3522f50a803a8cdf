using System.Numerics.Tensors;
using Heed.Attention;
using Heed.Attention.Positions;
using Heed.Autograd;
using static Heed.Tests.Autograd.FiniteDifferences;

namespace Heed.Tests.Attention;

/// <summary>The entry for spans and for System.Numerics.Tensors: the same numbers as under the tape, wherever the rows lie.</summary>
[Collection(Kernels.TeamOf.Collection)]
public class ScaledDotProductAttentionTests
{
    private static readonly AttentionSizes Sizes = new() { Batch = 2, NumHeads = 4, NumKeyValueHeads = 2, QueryLen = 7, KeyLen = 11, HeadDim = 5, ValueDim = 3 };
    private static readonly float[] Query = Random(2 * 4 * 7 * 5, 1);
    private static readonly float[] Key = Random(2 * 2 * 11 * 5, 2);
    private static readonly float[] Value = Random(2 * 2 * 11 * 3, 3);
    private static readonly float[] Flow = Random(2 * 4 * 7 * 3, 4);
    private static readonly float[] Bias = Random(4 * 7 * 11, 5);
    private static readonly float[] Relative = Random(4 * 17, 6);
    private static readonly float[] Sinks = Random(4, 7);
    private static readonly float[] Slopes = Alibi.Slopes(4);
    private static readonly AttentionMask Mask = AttentionMask.Prefix(3) & AttentionMask.Padding([11, 8], 11);

    private static AttentionOptions Options => new()
    {
        Mask = Mask,
        Scale = 0.7f,
        SoftCap = 3,
        AlibiSlopes = Slopes,
        Bias = new ReadOnlyTensorSpan<float>(Bias, [1, 4, 7, 11]),
        RelativeBias = new ReadOnlyTensorSpan<float>(Relative, [4, 17]),
        RelativeOrigin = 6,
        Sinks = Sinks,
    };

    [Fact]
    public void Spans_give_what_the_tape_gives()
    {
        var expected = UnderTheTape();
        var found = OverSpans();
        Assert.Equal(expected.Count, found.Count);
        foreach (var (name, values) in expected)
        {
            AssertClose(values, found[name], name);
        }
    }

    [Fact]
    public void Tensors_in_any_order_of_axes_give_what_spans_give()
    {
        var expected = OverSpans();
        var (query, key, value) = (TokensFirst(Query, [2, 4, 7, 5]), TokensFirst(Key, [2, 2, 11, 5]), TokensFirst(Value, [2, 2, 11, 3]));
        var (output, flow) = (TokensFirst(new float[Flow.Length], [2, 4, 7, 3]), TokensFirst(Flow, [2, 4, 7, 3]));
        var (dq, dk, dv) = (TokensFirst(new float[Query.Length], [2, 4, 7, 5]), TokensFirst(new float[Key.Length], [2, 2, 11, 5]), TokensFirst(new float[Value.Length], [2, 2, 11, 3]));
        var statistics = new float[Sizes.StatisticsLength];
        ScaledDotProductAttention.Forward(query, key, value, output, Options, statistics);
        ScaledDotProductAttention.Backward(query, key, value, output, statistics, flow, dq, dk, dv, Options);
        Assert.Equal(expected["output"], output.ToArray());
        Assert.Equal(expected["query"], dq.ToArray());
        Assert.Equal(expected["key"], dk.ToArray());
        Assert.Equal(expected["value"], dv.ToArray());
    }

    [Fact]
    public void Packed_sequences_give_what_each_gives_alone()
    {
        int[] queryOffsets = [0, 3, 3, 8], keyOffsets = [0, 4, 9, 11];
        var (q, k, v) = (Random(8 * 2 * 5, 1), Random(11 * 2 * 5, 2), Random(11 * 2 * 3, 3));
        var packed = new PackedAttentionSizes { NumHeads = 2, HeadDim = 5, ValueDim = 3, QueryOffsets = queryOffsets, KeyOffsets = keyOffsets };
        var options = new AttentionOptions { Mask = AttentionMask.Causal };
        var (output, statistics, dq, dk, dv) = (new float[8 * 2 * 3], new float[packed.StatisticsLength], new float[q.Length], new float[k.Length], new float[v.Length]);
        ScaledDotProductAttention.Forward(q, k, v, output, packed, options, statistics);
        ScaledDotProductAttention.Backward(q, k, v, output, statistics, Flow.AsSpan(0, 48), dq, dk, dv, packed, options);

        var heads = new AttentionHeads
        {
            NumHeads = 2, Queries = Sequences.OfLengths(3, 0, 5), Keys = Sequences.OfLengths(4, 5, 2), Mask = AttentionMask.Causal,
        };
        var (query, key, value) = (AsParameter(q, 8, 10), AsParameter(k, 11, 10), AsParameter(v, 11, 6));
        using var tape = new Tape();
        var expected = FusedAttention.Apply(query, key, value, heads);
        Assert.Equal(expected.Data.ToArray(), output);
        tape.Backward((expected, Flow[..48]));
        Assert.Equal(query.Gradient.ToArray(), dq);
        Assert.Equal(key.Gradient.ToArray(), dk);
        Assert.Equal(value.Gradient.ToArray(), dv);
    }

    [Fact]
    public void Spans_agree_with_PyTorch() => Goldens.EachInPart(
        "sdpa",
        golden => golden.Shape("q").Length == 4 && !golden.HasInput("mask"),
        golden =>
        {
            var (q, k, v) = (golden.Shape("q"), golden.Shape("k"), golden.Shape("v"));
            var sizes = new AttentionSizes
            {
                Batch = q[0], NumHeads = q[1], NumKeyValueHeads = k[1], QueryLen = q[2], KeyLen = k[2], HeadDim = q[3], ValueDim = v[3],
            };
            var options = new AttentionOptions
            {
                Mask = golden.Flag("is_causal") ? AttentionMask.CausalTopLeft : null,
                Scale = double.IsNaN(golden.Parameter("scale")) ? null : (float)golden.Parameter("scale"),
            };
            var output = new float[golden.Read("out").Length];
            ScaledDotProductAttention.Forward(golden.Read("q"), golden.Read("k"), golden.Read("v"), output, sizes, options);
            golden.Check("out", output);
        });

    [Fact]
    public void A_call_allocates_nothing_once_it_is_warm()
    {
        var (output, statistics) = (new float[Flow.Length], new float[Sizes.StatisticsLength]);
        var (dq, dk, dv) = (new float[Query.Length], new float[Key.Length], new float[Value.Length]);
        var (dBias, dRelative, dSinks) = (new float[Bias.Length], new float[Relative.Length], new float[Sinks.Length]);
        void Step()
        {
            var gradients = new AttentionGradients
            {
                Bias = new TensorSpan<float>(dBias, [1, 4, 7, 11]), RelativeBias = new TensorSpan<float>(dRelative, [4, 17]), Sinks = dSinks,
            };
            ScaledDotProductAttention.Forward(Query, Key, Value, output, Sizes, Options);
            ScaledDotProductAttention.Forward(Query, Key, Value, output, Sizes, Options, statistics);
            ScaledDotProductAttention.Backward(Query, Key, Value, output, statistics, Flow, dq, dk, dv, Sizes, Options, gradients);
            ScaledDotProductAttention.Forward(
                new ReadOnlyTensorSpan<float>(Query, [2, 4, 7, 5]), new ReadOnlyTensorSpan<float>(Key, [2, 2, 11, 5]),
                new ReadOnlyTensorSpan<float>(Value, [2, 2, 11, 3]), new TensorSpan<float>(output, [2, 4, 7, 3]), Options);
        }

        for (var i = 0; i < 5; i++)
        {
            Step();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void What_does_not_fit_is_refused_in_a_sentence()
    {
        AssertRefused("query", () => ScaledDotProductAttention.Forward(new float[3], Key, Value, new float[Flow.Length], Sizes));
        AssertRefused("output", () => ScaledDotProductAttention.Forward(Query, Key, Value, new float[3], Sizes));
        AssertRefused("divide", () => ScaledDotProductAttention.Forward(Query, Key, Value, new float[Flow.Length], Sizes with { NumKeyValueHeads = 3 }));
        AssertRefused("slopes", () => ScaledDotProductAttention.Forward(Query, Key, Value, new float[Flow.Length], Sizes, new() { AlibiSlopes = [1] }));
        AssertRefused("[1, 1, 7, 10]", () => ScaledDotProductAttention.Forward(
            Query, Key, Value, new float[Flow.Length], Sizes, new() { Bias = new ReadOnlyTensorSpan<float>(new float[70], [1, 1, 7, 10]) }));
        AssertRefused("[4, 7, 5]", () => ScaledDotProductAttention.Forward(
            new ReadOnlyTensorSpan<float>(Query, [4, 7, 5]), new ReadOnlyTensorSpan<float>(Key, [2, 2, 11, 5]),
            new ReadOnlyTensorSpan<float>(Value, [2, 2, 11, 3]), new TensorSpan<float>(new float[Flow.Length], [2, 4, 7, 3])));
        AssertRefused("stride", () => ScaledDotProductAttention.Forward(
            new ReadOnlyTensorSpan<float>(Query, [2, 4, 7, 5], [140, 35, 1, 7]), new ReadOnlyTensorSpan<float>(Key, [2, 2, 11, 5]),
            new ReadOnlyTensorSpan<float>(Value, [2, 2, 11, 3]), new TensorSpan<float>(new float[Flow.Length], [2, 4, 7, 3])));
    }

    private static void AssertRefused(string word, Action action) =>
        Assert.Contains(word, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);

    private static Dictionary<string, float[]> OverSpans()
    {
        var (output, statistics) = (new float[Flow.Length], new float[Sizes.StatisticsLength]);
        var (dq, dk, dv) = (new float[Query.Length], new float[Key.Length], new float[Value.Length]);
        var (dBias, dRelative, dSinks) = (new float[Bias.Length], new float[Relative.Length], new float[Sinks.Length]);
        var gradients = new AttentionGradients
        {
            Bias = new TensorSpan<float>(dBias, [1, 4, 7, 11]), RelativeBias = new TensorSpan<float>(dRelative, [4, 17]), Sinks = dSinks,
        };
        ScaledDotProductAttention.Forward(Query, Key, Value, output, Sizes, Options, statistics);
        ScaledDotProductAttention.Backward(Query, Key, Value, output, statistics, Flow, dq, dk, dv, Sizes, Options, gradients);
        return new()
        {
            ["output"] = output, ["query"] = dq, ["key"] = dk, ["value"] = dv, ["bias"] = dBias, ["relative"] = dRelative, ["sinks"] = dSinks,
        };
    }

    private static Dictionary<string, float[]> UnderTheTape()
    {
        var (query, key, value) = (HeadLayout.ToRows(Query, [2, 4, 7, 5]), HeadLayout.ToRows(Key, [2, 2, 11, 5]), HeadLayout.ToRows(Value, [2, 2, 11, 3]));
        var (bias, relative, sinks) = (AsParameter(Bias, 1, 4, 7, 11), AsParameter(Relative, 4, 17), AsParameter(Sinks, 4));
        using var tape = new Tape();
        var output = FusedAttention.Apply(query, key, value, new AttentionHeads
        {
            NumHeads = 4,
            NumKeyValueHeads = 2,
            Queries = Sequences.Uniform(2, 7),
            Keys = Sequences.Uniform(2, 11),
            Mask = Mask,
            Scores = new AttentionScores
            {
                Scale = 0.7f, SoftCap = 3, AlibiSlopes = Slopes, Bias = bias, RelativeBias = new RelativeBias(relative, 6), Sinks = sinks,
            },
        });
        var found = HeadLayout.FromRows(output.Data, [2, 4, 7, 3]);
        tape.Backward((output, HeadLayout.ToRows(Flow, [2, 4, 7, 3]).Data.ToArray()));
        return new()
        {
            ["output"] = found,
            ["query"] = HeadLayout.FromRows(query.Gradient, [2, 4, 7, 5]),
            ["key"] = HeadLayout.FromRows(key.Gradient, [2, 2, 11, 5]),
            ["value"] = HeadLayout.FromRows(value.Gradient, [2, 2, 11, 3]),
            ["bias"] = bias.Gradient.ToArray(),
            ["relative"] = relative.Gradient.ToArray(),
            ["sinks"] = sinks.Gradient.ToArray(),
        };
    }

    /// <summary>The same tensor, its memory in the order [batch, length, heads, dim].</summary>
    private static System.Numerics.Tensors.Tensor<float> TokensFirst(float[] values, int[] shape)
    {
        var rows = HeadLayout.ToRows(values, shape).Data.ToArray();
        nint[] lengths = [.. shape.Select(length => (nint)length)];
        nint row = lengths[1] * lengths[3];
        return System.Numerics.Tensors.Tensor.Create(rows, lengths, [lengths[2] * row, lengths[3], row, 1]);
    }

    private static Heed.Autograd.Tensor AsParameter(float[] values, params int[] shape)
    {
        var tensor = Heed.Autograd.Tensor.Parameter(shape);
        values.CopyTo(tensor.Data);
        return tensor;
    }

    private static void AssertClose(float[] expected, float[] actual, string name)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-5f * Math.Max(1, Math.Abs(expected[i])), $"{name}[{i}] is {actual[i]}, not {expected[i]}");
        }
    }
}
