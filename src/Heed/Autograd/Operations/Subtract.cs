using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>z = x - y, element by element, either stretched to the other's shape. Backward: dx += dz, dy -= dz.</summary>
    /// <exception cref="ArgumentException">Neither shape stretches to the other.</exception>
    public static Tensor Subtract(Tensor x, Tensor y)
    {
        (x, y) = Broadcast(x, y, nameof(Subtract));
        var z = Tape.New(x.Shape);
        VectorKernel.Subtract(x.Data, y.Data, z.Data);
        return !Tape.Records(x, y) ? z : Tape.Record(z, () =>
        {
            AddInto(x, z.Gradient);
            if (y.RequiresGradient)
            {
                VectorKernel.AddScaledTo(z.Gradient, -1, y.GradientToAddTo());
            }
        });
    }
}
