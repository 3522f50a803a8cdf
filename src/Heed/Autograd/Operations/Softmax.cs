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
}
