using Heed.Autograd;
using Heed.Tests.Operations;

namespace Heed.Tests.Attention;

/// <summary>Between [batch, numHeads, seqLen, headDim] of the references and Heed's rows of tokens, [batch * seqLen, numHeads * headDim].</summary>
internal static class HeadLayout
{
    public static Tensor ToRows(float[] values, int[] shape)
    {
        var rows = Tensor.Parameter(shape[0] * shape[2], shape[1] * shape[3]);
        Axes.Swap(values, shape, 1, 2).CopyTo(rows.Data);
        return rows;
    }

    public static float[] FromRows(ReadOnlySpan<float> rows, int[] shape) => Axes.Swap(rows.ToArray(), Axes.SwapShape(shape, 1, 2), 1, 2);
}
