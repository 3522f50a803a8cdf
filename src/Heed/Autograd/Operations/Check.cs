namespace Heed.Autograd;

/// <summary>The checks of shapes that operations share; each failure says both shapes.</summary>
internal static class Check
{
    public static void SameShape(Tensor x, Tensor y, string operation)
    {
        if (!x.Shape.SequenceEqual(y.Shape))
        {
            throw new ArgumentException($"{operation} needs two tensors of one shape, not {x} and {y}.");
        }
    }

    public static void Columns(Tensor x, int columns, string operation, string expected)
    {
        if (x.Columns != columns)
        {
            throw new ArgumentException($"{operation} expects {expected} = {columns} columns, not {x}.");
        }
    }

    public static void Rows(Tensor x, int rows, string operation, string expected)
    {
        if (x.Rows != rows)
        {
            throw new ArgumentException($"{operation} expects {expected} = {rows} rows, not {x}.");
        }
    }

    public static void Shape(Tensor x, string operation, params ReadOnlySpan<int> shape)
    {
        if (!x.Shape.SequenceEqual(shape))
        {
            throw new ArgumentException($"{operation} expects the shape {Tensor.Describe(shape)}, not {x}.");
        }
    }

    /// <summary>What lies before an axis, along it, and after it; the axis is counted from the front afterwards.</summary>
    public static (int Before, int Length, int After) Axis(Tensor x, ref int axis, string operation)
    {
        var index = axis < 0 ? axis + x.Rank : axis;
        if (index < 0 || index >= x.Rank)
        {
            throw new ArgumentOutOfRangeException(nameof(axis), $"{operation}: there is no axis {axis} in {x}.");
        }

        axis = index;
        return (Tensor.LengthOf(x.Shape[..index]), x.Shape[index], Tensor.LengthOf(x.Shape[(index + 1)..]));
    }

    public static void SameBut(int axis, Tensor x, Tensor y, string operation)
    {
        if (x.Rank != y.Rank || !x.Shape[..axis].SequenceEqual(y.Shape[..axis]) || !x.Shape[(axis + 1)..].SequenceEqual(y.Shape[(axis + 1)..]))
        {
            throw new ArgumentException($"{operation} needs tensors that differ in axis {axis} alone, not {x} and {y}.");
        }
    }

    public static void Stretches(Tensor x, ReadOnlySpan<int> shape)
    {
        var fits = x.Rank <= shape.Length;
        for (var axis = 1; fits && axis <= x.Rank; axis++)
        {
            fits = x.Shape[^axis] == shape[^axis] || x.Shape[^axis] == 1;
        }

        if (!fits)
        {
            throw new ArgumentException($"{x} does not stretch to {Tensor.Describe(shape)}: an axis is as long, or 1.");
        }
    }

    /// <summary>The shape that both stretch to.</summary>
    public static int[] CommonShape(Tensor x, Tensor y, string operation)
    {
        var shape = new int[Math.Max(x.Rank, y.Rank)];
        for (var axis = 1; axis <= shape.Length; axis++)
        {
            var (first, second) = (axis <= x.Rank ? x.Shape[^axis] : 1, axis <= y.Rank ? y.Shape[^axis] : 1);
            if (first != second && first != 1 && second != 1)
            {
                throw new ArgumentException($"{operation} needs two tensors of one shape, or of axes of length 1 where they differ, not {x} and {y}.");
            }

            shape[^axis] = first == 1 ? second : first;
        }

        return shape;
    }

    public static void FillsLastAxes(Tensor x, int count, string operation)
    {
        var length = 1;
        for (var axis = x.Rank - 1; axis >= 0 && length < count; axis--)
        {
            length *= x.Shape[axis];
        }

        if (length != count && x.Length > 0)
        {
            throw new ArgumentException($"{operation}: {count} values are not for the last axes of {x}.");
        }
    }

    public static void Product(Tensor a, Tensor b, bool transposeA, bool transposeB)
    {
        var fits = a.Rank >= 2 && b.Rank >= 2
            && (transposeA ? a.Shape[^2] : a.Columns) == (transposeB ? b.Columns : b.Shape[^2])
            && (a.Rank == 2 || b.Rank == 2 || a.Shape[..^2].SequenceEqual(b.Shape[..^2]));
        if (!fits)
        {
            throw new ArgumentException(
                $"MatMul needs [..., m, k] and [..., k, n], not {a}{(transposeA ? " transposed" : "")} and {b}{(transposeB ? " transposed" : "")}.");
        }
    }
}
