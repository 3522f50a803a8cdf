using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>z = x + y, element by element, either stretched to the other's shape. Backward: dx += dz, dy += dz.</summary>
    /// <exception cref="ArgumentException">Neither shape stretches to the other.</exception>
    public static Tensor Add(Tensor x, Tensor y)
    {
        (x, y) = Broadcast(x, y, nameof(Add));
        var z = Tape.New(x.Shape);
        VectorKernel.Add(x.Data, y.Data, z.Data);
        return !Tape.Records(x, y) ? z : Tape.Record(z, () =>
        {
            AddInto(x, z.Gradient);
            HandOn(z, y);
        });
    }

    /// <summary>
    /// Adds the gradient of <paramref name="z"/>, which nothing reads after this, into that of <paramref name="x"/>, if it wants one: without a copy where it is the
    /// first to arrive.
    /// </summary>
    private static void HandOn(Tensor z, Tensor x)
    {
        if (x.RequiresGradient && !x.TakeGradientOf(z))
        {
            AddInto(x, z.Gradient);
        }
    }

    /// <summary>Adds <paramref name="flow"/> into the gradient of <paramref name="x"/>, if it wants one.</summary>
    private static void AddInto(Tensor x, ReadOnlySpan<float> flow)
    {
        if (!x.RequiresGradient)
        {
            return;
        }

        var gradient = x.GradientToWrite(out var accumulate);
        if (accumulate)
        {
            VectorKernel.AddTo(flow, gradient);
        }
        else
        {
            flow.CopyTo(gradient);
        }
    }
}
