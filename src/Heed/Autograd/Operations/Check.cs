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
}
