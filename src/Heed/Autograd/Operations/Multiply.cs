using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>z = x * y, element by element, either stretched to the other's shape. Backward: dx += dz * y, dy += dz * x.</summary>
    /// <exception cref="ArgumentException">Neither shape stretches to the other.</exception>
    public static Tensor Multiply(Tensor x, Tensor y)
    {
        (x, y) = Broadcast(x, y, nameof(Multiply));
        var z = Tape.New(x.Shape);
        VectorKernel.Multiply(x.Data, y.Data, z.Data);
        return !Tape.Records(x, y) ? z : Tape.Record(z, () =>
        {
            if (x.RequiresGradient)
            {
                VectorKernel.MultiplyAddTo(z.Gradient, y.Data, x.GradientToAddTo());
            }

            if (y.RequiresGradient)
            {
                VectorKernel.MultiplyAddTo(z.Gradient, x.Data, y.GradientToAddTo());
            }
        });
    }
}
