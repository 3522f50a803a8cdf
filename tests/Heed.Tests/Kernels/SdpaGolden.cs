using Heed.Kernels;
using static Heed.Tests.Kernels.Numbers;

namespace Heed.Tests.Kernels;

/// <summary>PyTorch's scaled_dot_product_attention on [batch, heads, length, dim], brought into the packed layout.</summary>
internal static class SdpaGolden
{
    public static void AssertAgreement(OperatorCase golden)
    {
        var (queryShape, keyShape, valueShape) = (golden.Shape("q"), golden.Shape("k"), golden.Shape("v"));
        var (batch, heads, queryLen, dim) = (queryShape[0], queryShape[1], queryShape[2], queryShape[3]);
        var (keyValueHeads, keyLen, valueDim) = (keyShape[1], keyShape[2], valueShape[3]);
        var isCausal = golden.Parameters.TryGetProperty("is_causal", out var causal) && causal.GetBoolean();
        var (q, k, v) = (Pack(golden.Read("q"), queryShape), Pack(golden.Read("k"), keyShape), Pack(golden.Read("v"), valueShape));
        var shape = new AttentionShape
        {
            NumHeads = heads,
            NumKeyValueHeads = keyValueHeads,
            HeadDim = dim,
            ValueDim = valueDim,
            QueryOffsets = Enumerable.Range(0, batch + 1).Select(b => b * queryLen).ToArray(),
            KeyOffsets = Enumerable.Range(0, batch + 1).Select(b => b * keyLen).ToArray(),
            QueryStride = heads * dim,
            KeyStride = keyValueHeads * dim,
            ValueStride = keyValueHeads * valueDim,
            OutputStride = heads * valueDim,
            Scale = (float)golden.Parameter("scale", 1 / Math.Sqrt(dim)),
            WindowRight = isCausal ? 0 : -1,
            AlignsTopLeft = true,
            Bias = Bias(golden, batch, heads, queryLen, keyLen),
            BiasSequenceStride = heads * queryLen * keyLen,
            BiasHeadStride = queryLen * keyLen,
            BiasRowStride = keyLen,
        };
        var (output, logSumExp) = (new float[batch * queryLen * heads * valueDim], new float[heads * batch * queryLen]);
        AttentionKernel.Forward(shape, q, k, v, output, logSumExp);
        int[] outputShape = [batch, heads, queryLen, valueDim];
        AssertClose(Pack(golden.Read("out"), outputShape), output, golden.Tolerance("out"), golden.Id);
        if (!golden.Has("dq"))
        {
            return;
        }

        var (dq, dk, dv) = (new float[q.Length], new float[k.Length], new float[v.Length]);
        AttentionKernel.Backward(shape, q, k, v, output, logSumExp, Pack(golden.Read("dout"), outputShape), dq, dk, dv);
        AssertClose(Pack(golden.Read("dq"), queryShape), dq, golden.Tolerance("dq"), golden.Id);
        AssertClose(Pack(golden.Read("dk"), keyShape), dk, golden.Tolerance("dk"), golden.Id);
        AssertClose(Pack(golden.Read("dv"), valueShape), dv, golden.Tolerance("dv"), golden.Id);
    }

    /// <summary>[batch, heads, length, dim] -> [batch * length, heads * dim].</summary>
    private static float[] Pack(float[] x, int[] shape)
    {
        var (heads, length, dim) = (shape[1], shape[2], shape[3]);
        return [.. x.Select((_, i) => x[(((((i / dim / heads / length) * heads) + (i / dim % heads)) * length) + (i / dim / heads % length)) * dim + (i % dim)])];
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
