using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>
    /// Rotary position embedding (Su et al. 2021): within a head, the two dimensions of pair i are turned by the angle
    /// position * theta^(-2i / headDim). Backward: the same turn the other way.
    /// </summary>
    /// <param name="x">[tokens, columns]; the first numHeads * headDim columns are turned, the others copied.</param>
    /// <param name="positions">[tokens].</param>
    /// <param name="numHeads">How many heads to turn.</param>
    /// <param name="headDim">Width of a head, even.</param>
    /// <param name="theta">Base of the geometric series of wave lengths.</param>
    /// <param name="scaling">What becomes of the frequencies; null for nothing.</param>
    /// <param name="layout">Which dimensions are a pair.</param>
    public static Tensor Rotary(
        Tensor x, int[] positions, int numHeads, int headDim, float theta, RotaryScaling? scaling = null, RotaryLayout layout = RotaryLayout.Halves)
    {
        Check.Rows(x, positions.Length, nameof(Rotary), "tokens");
        var columns = x.Columns;
        if (headDim % 2 != 0 || numHeads * headDim > columns)
        {
            throw new ArgumentException($"Rotary cannot turn {numHeads} heads of {headDim} in {x}: the width must be even and the heads must fit.");
        }

        var y = Tape.New(x.Shape);
        x.Data.CopyTo(y.Data);
        RotaryKernel.Apply(x.Data, columns, positions, y.Data, columns, numHeads, headDim, theta, inverse: false, scaling, layout);
        return !Tape.Records(x) ? y : Tape.Record(y, () =>
        {
            RotaryKernel.Apply(y.Gradient, columns, positions, y.Gradient, columns, numHeads, headDim, theta, inverse: true, scaling, layout);
            AddInto(x, y.Gradient);
        });
    }
}
