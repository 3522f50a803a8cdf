using Heed.Attention;
using Heed.Autograd;

namespace Heed.Tests.Attention;

/// <summary>Holds <see cref="FusedAttention"/> to a golden case of queries, keys and values, [batch, numHeads, seqLen, headDim] or fewer axes.</summary>
internal static class AttentionGolden
{
    public delegate AttentionMask MaskMaker<T>(ReadOnlySpan<T> values, int batch, int numHeads, int queryLen, int keyLen);

    /// <param name="golden">The case.</param>
    /// <param name="mask">Its mask.</param>
    /// <param name="gradientPrefix">What stands before q, k and v in the names of the gradients.</param>
    /// <param name="weights">The name of the attention weights, if the case has them.</param>
    public static void Check(OperatorCase golden, AttentionMask mask, string gradientPrefix, string? weights = null)
    {
        var (q, k, v) = (FourAxes(golden.Shape("q")), FourAxes(golden.Shape("k")), FourAxes(golden.Shape("v")));
        int[] outputShape = [q[0], q[1], q[2], v[3]];
        var (query, key, value) = (HeadLayout.ToRows(golden.Read("q"), q), HeadLayout.ToRows(golden.Read("k"), k), HeadLayout.ToRows(golden.Read("v"), v));
        var heads = new AttentionHeads
        {
            NumHeads = q[1],
            NumKeyValueHeads = k[1],
            Queries = Sequences.Uniform(q[0], q[2]),
            Keys = Sequences.Uniform(k[0], k[2]),
            Mask = mask,
            Scores = new AttentionScores { Scale = double.IsNaN(golden.Parameter("scale")) ? null : (float)golden.Parameter("scale") },
        };
        var recorder = weights is null ? null : new AttentionRecorder();
        using var tape = new Tape();

        var output = FusedAttention.Apply(query, key, value, heads, recorder);

        golden.Check("out", HeadLayout.FromRows(output.Data, outputShape));
        if (weights is not null)
        {
            golden.CheckZerosForNaN(weights, [.. recorder!.Layers[0].Sequences.SelectMany(map => map)]);
        }

        tape.Backward((output, HeadLayout.ToRows(golden.Read("dout"), outputShape).Data.ToArray()));
        golden.Check($"{gradientPrefix}q", HeadLayout.FromRows(query.Gradient, q));
        golden.Check($"{gradientPrefix}k", HeadLayout.FromRows(key.Gradient, k));
        golden.Check($"{gradientPrefix}v", HeadLayout.FromRows(value.Gradient, v));
    }

    /// <summary>The input "mask", whose sequences, heads or queries may share one.</summary>
    public static AttentionMask MaskFrom<T>(OperatorCase golden, T[] values, MaskMaker<T> make)
    {
        var shape = FourAxes(golden.Shape("mask"));
        var (queryLen, keyLen) = (golden.Shape("q")[^2], golden.Shape("k")[^2]);
        return make(
            shape[2] == queryLen ? values : [.. Enumerable.Range(0, shape[0] * shape[1] * queryLen).SelectMany(row => values.AsSpan(row / queryLen * keyLen, keyLen).ToArray())],
            shape[0],
            shape[1],
            queryLen,
            keyLen);
    }

    private static int[] FourAxes(int[] shape) => [.. Enumerable.Repeat(1, 4 - shape.Length), .. shape];
}
