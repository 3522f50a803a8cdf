using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>
    /// Gated GELU: y = GELU(a) * b where x = [a, b] along the last axis (Shazeer 2020, "GLU Variants Improve Transformer").
    /// Backward: da += dy * b * GELU'(a), db += dy * GELU(a).
    /// </summary>
    /// <param name="x">[..., 2 hiddenDim].</param>
    /// <returns>[..., hiddenDim].</returns>
    public static Tensor GeGlu(Tensor x)
    {
        if (x.Columns % 2 != 0)
        {
            throw new ArgumentException($"GeGlu splits the last axis in two, which {x} does not allow.");
        }

        var (rows, hiddenDim) = (x.Rows, x.Columns / 2);
        var y = Tape.New([.. x.Shape[..^1], hiddenDim]);
        GatedActivationKernel.GeGlu(x.Data, y.Data, rows, hiddenDim);
        return !Tape.Records(x) ? y : Tape.Record(y, () =>
            GatedActivationKernel.GeGluBackward(x.Data, y.Gradient, x.GradientToAddTo(), rows, hiddenDim));
    }
}
