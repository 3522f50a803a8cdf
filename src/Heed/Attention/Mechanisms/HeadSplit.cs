using Heed.Autograd;

namespace Heed.Attention.Mechanisms;

/// <summary>Wide rows cut into heads, and put together again (Vaswani et al. 2017, section 3.2.2).</summary>
public static class HeadSplit
{
    /// <param name="x">[batch, seqLen, numHeads * headDim].</param>
    /// <param name="numHeads">Number of heads.</param>
    /// <returns>[batch, numHeads, seqLen, headDim].</returns>
    /// <exception cref="ArgumentException">The last axis does not split so.</exception>
    public static Tensor Apply(Tensor x, int numHeads)
    {
        if (x.Rank != 3 || numHeads < 1 || x.Columns % numHeads != 0)
        {
            throw new ArgumentException($"{x} is not [batch, seqLen, numHeads * headDim] of {numHeads} heads.", nameof(x));
        }

        // [batch, seqLen, numHeads, headDim] -> [batch, numHeads, seqLen, headDim]
        return Op.Transpose(x.Reshape(x.Shape[0], x.Shape[1], numHeads, x.Columns / numHeads), 1, 2);
    }

    /// <param name="x">[batch, numHeads, seqLen, headDim].</param>
    /// <returns>[batch, seqLen, numHeads * headDim].</returns>
    public static Tensor Undo(Tensor x)
    {
        var rows = Op.Transpose(x, 1, 2); // [batch, seqLen, numHeads, headDim]
        return rows.Reshape(rows.Shape[0], rows.Shape[1], rows.Shape[2] * rows.Shape[3]);
    }
}
