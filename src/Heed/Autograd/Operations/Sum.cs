using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>s = sum of all x, a scalar. Backward: dx += ds.</summary>
    public static Tensor Sum(Tensor x)
    {
        var sum = Tape.New();
        sum.Data[0] = VectorKernel.Sum(x.Data);
        return !Tape.Records(x) ? sum : Tape.Record(sum, () =>
        {
            var flow = sum.Gradient[0];
            foreach (ref var gradient in x.GradientToAddTo())
            {
                gradient += flow;
            }
        });
    }

    /// <summary>s = sum of x along an axis, which stays with length 1. Backward: dx += ds along the axis.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">Which one; -1 is the last.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public static Tensor Sum(Tensor x, int axis)
    {
        var (before, length, after) = Check.Axis(x, ref axis, nameof(Sum));
        int[] shape = [.. x.Shape];
        shape[axis] = 1;
        var sum = Tape.New(shape);
        sum.Data.Clear();
        for (var block = 0; block < before * length && after > 1; block++)
        {
            VectorKernel.AddTo(x.Data.Slice(block * after, after), sum.Data.Slice(block / length * after, after));
        }

        for (var row = 0; row < before && after == 1; row++)
        {
            sum.Data[row] = VectorKernel.Sum(x.Data.Slice(row * length, length));
        }

        return !Tape.Records(x) ? sum : Tape.Record(sum, () =>
        {
            var dx = x.GradientToAddTo();
            for (var block = 0; block < before * length && after > 1; block++)
            {
                VectorKernel.AddTo(sum.Gradient.Slice(block / length * after, after), dx.Slice(block * after, after));
            }

            for (var row = 0; row < before && after == 1; row++)
            {
                VectorKernel.AddConstantTo(sum.Gradient[row], dx.Slice(row * length, length));
            }
        });
    }

    /// <summary>m = mean of all x, a scalar. Backward: dx += dm / n.</summary>
    public static Tensor Mean(Tensor x) => Scale(Sum(x), 1f / x.Length);

    /// <summary>m = mean of x along an axis, which stays with length 1. Backward: dx += dm / n along the axis.</summary>
    /// <inheritdoc cref="Sum(Tensor, int)"/>
    public static Tensor Mean(Tensor x, int axis)
    {
        var sum = Sum(x, axis);
        return Scale(sum, (float)sum.Length / x.Length);
    }
}
