using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>
    /// y_i = exp(x_i - max x) / sum_j exp(x_j - max x) over the last axis; a row of -inf gives zeros.
    /// Backward: dx_i += y_i (dy_i - sum_j dy_j y_j).
    /// </summary>
    public static Tensor Softmax(Tensor x)
    {
        var (rows, columns) = (x.Rows, x.Columns);
        var y = Tape.New(x.Shape);
        SoftmaxKernel.Rows(x.Data, y.Data, rows, columns);
        return !Tape.Records(x) ? y : Tape.Record(y, () => SoftmaxKernel.Backward(y.Data, y.Gradient, x.GradientToAddTo(), rows, columns));
    }

    /// <summary>As <see cref="Softmax(Tensor)"/>, over another axis.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">Which axis; negative ones count from the end.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public static Tensor Softmax(Tensor x, int axis) => Transpose(Softmax(Transpose(x, axis, -1)), axis, -1);

    /// <summary>
    /// y_i = x_i - log sum_j exp(x_j) over the last axis, where nothing overflows; a row of -inf stays so.
    /// Backward: dx_i += dy_i - exp(y_i) sum_j dy_j.
    /// </summary>
    public static Tensor LogSoftmax(Tensor x)
    {
        var (rows, columns) = (x.Rows, x.Columns);
        var y = Tape.New(x.Shape);
        SoftmaxKernel.LogSoftmax(x.Data, y.Data, rows, columns);
        return !Tape.Records(x) ? y : Tape.Record(y, () => SoftmaxKernel.LogSoftmaxBackward(y.Data, y.Gradient, x.GradientToAddTo(), rows, columns));
    }

    /// <summary>As <see cref="LogSoftmax(Tensor)"/>, over another axis.</summary>
    /// <inheritdoc cref="Softmax(Tensor, int)"/>
    public static Tensor LogSoftmax(Tensor x, int axis) => Transpose(LogSoftmax(Transpose(x, axis, -1)), axis, -1);
}
