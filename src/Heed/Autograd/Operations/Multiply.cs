using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>z = x * y, element by element. Backward: dx += dz * y, dy += dz * x.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor Multiply(Tensor x, Tensor y)
    {
        Check.SameShape(x, y, nameof(Multiply));
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
