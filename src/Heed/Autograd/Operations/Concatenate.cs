using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>y = [x_1, x_2, ...] along an axis. Backward: dx_i += its part of dy.</summary>
    /// <param name="axis">Which one; -1 is the last, side by side, -2 the one before, one under another.</param>
    /// <param name="parts">One or more, the same in all other axes.</param>
    /// <exception cref="ArgumentException">There is nothing to join, or another axis differs.</exception>
    public static Tensor Concatenate(int axis, params ReadOnlySpan<Tensor> parts)
    {
        if (parts.IsEmpty)
        {
            throw new ArgumentException("Concatenate needs at least one tensor.", nameof(parts));
        }

        var tensors = parts.ToArray();
        var (before, _, after) = Check.Axis(tensors[0], ref axis, nameof(Concatenate));
        int[] shape = [.. tensors[0].Shape];
        shape[axis] = 0;
        foreach (var part in tensors)
        {
            Check.SameBut(axis, tensors[0], part, nameof(Concatenate));
            shape[axis] += part.Shape[axis];
        }

        var y = Tape.New(shape);
        var stride = shape[axis] * after;
        for (var (i, start) = (0, 0); i < tensors.Length; start += tensors[i++].Shape[axis] * after)
        {
            var length = tensors[i].Shape[axis] * after;
            for (var block = 0; block < before; block++)
            {
                tensors[i].Data.Slice(block * length, length).CopyTo(y.Data.Slice((block * stride) + start, length));
            }
        }

        return !Tape.Records(tensors) ? y : Tape.Record(y, () =>
        {
            for (var (i, start) = (0, 0); i < tensors.Length; start += tensors[i++].Shape[axis] * after)
            {
                var length = tensors[i].Shape[axis] * after;
                for (var block = 0; block < before && tensors[i].RequiresGradient; block++)
                {
                    VectorKernel.AddTo(y.Gradient.Slice((block * stride) + start, length), tensors[i].GradientToAddTo().Slice(block * length, length));
                }
            }
        });
    }

    /// <summary>y = x at [from, to) of an axis. Backward: that part of dx += dy.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">Which one; -1 is the last.</param>
    /// <param name="from">The first that is taken.</param>
    /// <param name="to">The first that is not taken any more.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis or part of it.</exception>
    public static Tensor Slice(Tensor x, int axis, int from, int to)
    {
        var (before, all, after) = Check.Axis(x, ref axis, nameof(Slice));
        if (from < 0 || to < from || to > all)
        {
            throw new ArgumentOutOfRangeException(nameof(to), $"Slice: {from} to {to} is not within axis {axis} of {x}.");
        }

        int[] shape = [.. x.Shape];
        shape[axis] = to - from;
        var y = Tape.New(shape);
        var (length, stride, start) = ((to - from) * after, all * after, from * after);
        for (var block = 0; block < before; block++)
        {
            x.Data.Slice((block * stride) + start, length).CopyTo(y.Data.Slice(block * length, length));
        }

        return !Tape.Records(x) ? y : Tape.Record(y, () =>
        {
            for (var block = 0; block < before; block++)
            {
                VectorKernel.AddTo(y.Gradient.Slice(block * length, length), x.GradientToAddTo().Slice((block * stride) + start, length));
            }
        });
    }
}
