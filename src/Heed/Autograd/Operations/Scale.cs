using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>y = factor * x. Backward: dx += factor * dy.</summary>
    public static Tensor Scale(Tensor x, float factor)
    {
        var y = Tape.New(x.Shape);
        VectorKernel.Scale(x.Data, factor, y.Data);
        return !Tape.Records(x) ? y : Tape.Record(y, () => VectorKernel.AddScaledTo(y.Gradient, factor, x.GradientToAddTo()));
    }
}
