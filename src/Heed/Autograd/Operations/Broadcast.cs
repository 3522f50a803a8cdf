using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>
    /// y = x, repeated along its axes of length 1 and along axes that it lacks in front, until it has a shape.
    /// Backward: dx += the sum of dy over the repeats.
    /// </summary>
    /// <param name="x">Axes as in <paramref name="shape"/>, counted from the last, or 1.</param>
    /// <param name="shape">The shape of y.</param>
    /// <exception cref="ArgumentException">x does not stretch to the shape.</exception>
    public static Tensor Broadcast(Tensor x, params ReadOnlySpan<int> shape)
    {
        if (x.Shape.SequenceEqual(shape))
        {
            return x;
        }

        Check.Stretches(x, shape);
        var y = Tape.New(shape);
        var (columns, isConstant, starts) = (y.Columns, x.Columns != y.Columns, RowStarts(x.Shape, shape, y.Rows));
        for (var row = 0; row < starts.Length; row++)
        {
            var target = y.Data.Slice(row * columns, columns);
            if (isConstant)
            {
                target.Fill(x.Data[starts[row]]);
            }
            else
            {
                x.Data.Slice(starts[row], columns).CopyTo(target);
            }
        }

        return !Tape.Records(x) ? y : Tape.Record(y, () =>
        {
            var dx = x.GradientToAddTo();
            for (var row = 0; row < starts.Length; row++)
            {
                var flow = y.Gradient.Slice(row * columns, columns);
                if (isConstant)
                {
                    dx[starts[row]] += VectorKernel.Sum(flow);
                }
                else
                {
                    VectorKernel.AddTo(flow, dx.Slice(starts[row], columns));
                }
            }
        });
    }

    /// <summary>Both tensors under the shape that either stretches to.</summary>
    private static (Tensor X, Tensor Y) Broadcast(Tensor x, Tensor y, string operation)
    {
        if (x.Shape.SequenceEqual(y.Shape))
        {
            return (x, y);
        }

        var shape = Check.CommonShape(x, y, operation);
        return (Broadcast(x, shape), Broadcast(y, shape));
    }

    /// <summary>Where in x each row of the stretched tensor is.</summary>
    private static int[] RowStarts(ReadOnlySpan<int> source, ReadOnlySpan<int> shape, int rows)
    {
        var starts = new int[rows];
        for (var row = 0; row < rows; row++)
        {
            var (rest, stride) = (row, source.Length == 0 ? 1 : source[^1]);
            for (var axis = 2; axis <= shape.Length; axis++)
            {
                var length = axis <= source.Length ? source[^axis] : 1;
                starts[row] += length == 1 ? 0 : rest % shape[^axis] * stride;
                (rest, stride) = (rest / shape[^axis], stride * length);
            }
        }

        return starts;
    }
}
