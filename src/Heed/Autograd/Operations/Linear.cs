using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>
    /// y = x W^T + b over the last axis. Backward: dx += dy W, dW += dy^T x, db += column sums of dy. Of a weight that lies input
    /// by output it is y = x W + b, dx += dy W^T, dW += x^T dy.
    /// </summary>
    /// <param name="x">[..., inputDim].</param>
    /// <param name="weight">[outputDim, inputDim], or [inputDim, outputDim] if <paramref name="layout"/> says so.</param>
    /// <param name="bias">[outputDim], or null.</param>
    /// <param name="layout">Which axis of the weight is the first.</param>
    /// <returns>[..., outputDim].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor Linear(Tensor x, Tensor weight, Tensor? bias = null, WeightLayout layout = WeightLayout.OutputByInput)
    {
        var isOutputFirst = layout == WeightLayout.OutputByInput;
        var (outputDim, inputDim) = isOutputFirst ? (weight.Rows, weight.Columns) : (weight.Columns, weight.Rows);
        var weightStride = weight.Columns;
        Check.Columns(x, inputDim, nameof(Linear), "inputDim");
        if (bias is not null)
        {
            Check.Shape(bias, "Linear's bias", outputDim);
        }

        var rows = x.Rows;
        var y = Tape.New([.. x.Shape[..^1], outputDim]);
        // [rows, in] x [in, out] -> [rows, out]
        MatMulKernel.Multiply(
            x.Data, inputDim, false, weight.Data, weightStride, isOutputFirst, y.Data, outputDim, rows, outputDim, inputDim,
            bias: bias is null ? default : bias.Data);
        return !Tape.Records(x, weight, bias) ? y : Tape.Record(y, () =>
        {
            var dy = y.Gradient;
            if (x.RequiresGradient)
            {
                var dx = x.GradientToWrite(out var accumulate);
                // [rows, out] x [out, in] -> [rows, in]
                MatMulKernel.Multiply(dy, outputDim, false, weight.Data, weightStride, !isOutputFirst, dx, inputDim, rows, inputDim, outputDim, accumulate);
            }

            if (weight.RequiresGradient)
            {
                var dWeight = weight.GradientToWrite(out var accumulate);
                if (isOutputFirst)
                {
                    // [rows, out]^T x [rows, in] -> [out, in]
                    MatMulKernel.Multiply(dy, outputDim, true, x.Data, inputDim, false, dWeight, inputDim, outputDim, inputDim, rows, accumulate);
                }
                else
                {
                    // [rows, in]^T x [rows, out] -> [in, out]
                    MatMulKernel.Multiply(x.Data, inputDim, true, dy, outputDim, false, dWeight, outputDim, inputDim, outputDim, rows, accumulate);
                }
            }

            if (bias is { RequiresGradient: true })
            {
                var dBias = bias.GradientToWrite(out var accumulate);
                ReductionKernel.ColumnSums(dy, rows, outputDim, dBias, accumulate);
            }
        });
    }
}
