using Heed.Kernels;
using static Heed.Tests.Kernels.Numbers;

namespace Heed.Tests.Kernels;

/// <summary>PyTorch's scaled_dot_product_attention on [batch, heads, length, dim].</summary>
internal static class SdpaGolden
{
    public static void AssertAgreement(OperatorCase golden)
    {
        var (queryShape, keyShape, valueShape) = (golden.Shape("q"), golden.Shape("k"), golden.Shape("v"));
        var (batch, heads, queryLen, dim) = (queryShape[0], queryShape[1], queryShape[2], queryShape[3]);
        var (keyValueHeads, keyLen, valueDim) = (keyShape[1], keyShape[2], valueShape[3]);
        var isCausal = golden.Parameters.TryGetProperty("is_causal", out var causal) && causal.GetBoolean();
        var (q, k, v) = (golden.Read("q"), golden.Read("k"), golden.Read("v"));
        var shape = new AttentionShape
        {
            NumHeads = heads,
            NumKeyValueHeads = keyValueHeads,
            HeadDim = dim,
            ValueDim = valueDim,
            QueryOffsets = Enumerable.Range(0, batch + 1).Select(b => b * queryLen).ToArray(),
            KeyOffsets = Enumerable.Range(0, batch + 1).Select(b => b * keyLen).ToArray(),
            Query = AttentionLayout.Heads(heads, queryLen, dim),
            Key = AttentionLayout.Heads(keyValueHeads, keyLen, dim),
            Value = AttentionLayout.Heads(keyValueHeads, keyLen, valueDim),
            Output = AttentionLayout.Heads(heads, queryLen, valueDim),
            Scale = (float)golden.Parameter("scale", 1 / Math.Sqrt(dim)),
            WindowRight = isCausal ? 0 : -1,
            AlignsTopLeft = true,
            Bias = Bias(golden, batch, heads, queryLen, keyLen),
            BiasStrides = new AttentionMapStrides(heads * queryLen * keyLen, queryLen * keyLen, keyLen),
        };
        var (output, statistics) = (new float[batch * queryLen * heads * valueDim], new float[shape.StatisticsLength]);
        AttentionKernel.Forward(shape, q, k, v, output, statistics);
        AssertClose(golden.Read("out"), output, golden.Tolerance("out"), golden.Id);
        if (!golden.Has("dq"))
        {
            return;
        }

        var (dq, dk, dv) = (new float[q.Length], new float[k.Length], new float[v.Length]);
        AttentionKernel.Backward(shape, q, k, v, output, statistics, golden.Read("dout"), dq, dk, dv);
        AssertClose(golden.Read("dq"), dq, golden.Tolerance("dq"), golden.Id);
        AssertClose(golden.Read("dk"), dk, golden.Tolerance("dk"), golden.Id);
        AssertClose(golden.Read("dv"), dv, golden.Tolerance("dv"), golden.Id);
    }

    /// <summary>The mask of the case as an additive one, broadcast to [batch, heads, queryLen, keyLen]; empty if it has none.</summary>
    private static float[] Bias(OperatorCase golden, int batch, int heads, int queryLen, int keyLen)
    {
        var kind = golden.Parameters.TryGetProperty("mask_kind", out var name) ? name.GetString() : null;
        if (kind is null)
        {
            return [];
        }

        var values = kind == "bool" ? [.. golden.ReadIntegers("mask").Select(seen => seen != 0 ? 0 : float.NegativeInfinity)] : golden.Read("mask");
        var given = golden.Shape("mask");
        int[] shape = [.. Enumerable.Repeat(1, 4 - given.Length), .. given];
        var bias = new float[batch * heads * queryLen * keyLen];
        for (var i = 0; i < bias.Length; i++)
        {
            int[] index = [i / keyLen / queryLen / heads, i / keyLen / queryLen % heads, i / keyLen % queryLen, i % keyLen];
            var at = 0;
            for (var axis = 0; axis < 4; axis++)
            {
                at = (at * shape[axis]) + (index[axis] % shape[axis]);
            }

            bias[i] = values[at];
        }

        return bias;
    }
}
