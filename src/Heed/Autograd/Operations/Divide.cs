using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>z = x / y, element by element, either stretched to the other's shape. Backward: dx += dz / y, dy -= dz z / y.</summary>
    /// <exception cref="ArgumentException">Neither shape stretches to the other.</exception>
    public static Tensor Divide(Tensor x, Tensor y)
    {
        (x, y) = Broadcast(x, y, nameof(Divide));
        var z = Tape.New(x.Shape);
        VectorKernel.Divide(x.Data, y.Data, z.Data);
        return !Tape.Records(x, y) ? z : Tape.Record(z, () =>
        {
            var flow = Tape.New(z.Shape);
            VectorKernel.Divide(z.Gradient, y.Data, flow.Data);
            AddInto(x, flow.Data);
            if (y.RequiresGradient)
            {
                VectorKernel.Scale(flow.Data, -1, flow.Data);
                VectorKernel.MultiplyAddTo(flow.Data, z.Data, y.GradientToAddTo());
            }
        });
    }
}
