using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>
    /// Gated GELU: y = GELU(a) * b where x = [a, b] along the last axis (Shazeer 2020, "GLU Variants Improve Transformer").
    /// Backward: da += dy * b * GELU'(a), db += dy * GELU(a).
    /// </summary>
    /// <param name="x">[..., 2 hiddenDim].</param>
    /// <returns>[..., hiddenDim].</returns>
    public static Tensor GeGlu(Tensor x) => Gate(x, Activation.Gelu);

    /// <summary>Gated SiLU: y = SiLU(a) * b where x = [a, b] along the last axis, as <see cref="GeGlu"/>.</summary>
    /// <param name="x">[..., 2 hiddenDim].</param>
    /// <returns>[..., hiddenDim].</returns>
    public static Tensor SwiGlu(Tensor x) => Gate(x, Activation.Silu);

    /// <summary>y = f(a) * b where x = [a, b] along the last axis. Backward: da += dy * b * f'(a), db += dy * f(a).</summary>
    /// <param name="x">[..., 2 hiddenDim].</param>
    /// <param name="activation">f.</param>
    /// <returns>[..., hiddenDim].</returns>
    /// <exception cref="ArgumentException">The last axis is of an odd length.</exception>
    public static Tensor Gate(Tensor x, Activation activation)
    {
        if (x.Columns % 2 != 0)
        {
            throw new ArgumentException($"A gate splits the last axis in two, which {x} does not allow.");
        }

        var (rows, columns, hiddenDim) = (x.Rows, x.Columns, x.Columns / 2);
        var y = Tape.New([.. x.Shape[..^1], hiddenDim]);
        GatedActivationKernel.Forward(activation, x.Data, Second(x.Data), columns, y.Data, rows, hiddenDim);
        return !Tape.Records(x) ? y : Tape.Record(y, () =>
        {
            var dx = x.GradientToWrite(out var accumulate);
            GatedActivationKernel.Backward(
                activation, x.Data, Second(x.Data), columns, y.Gradient, dx, Second(dx), rows, hiddenDim, accumulate);
        });

        Span<float> Second(Span<float> values) => values[Math.Min(hiddenDim, values.Length)..];
    }

    /// <summary>y = f(a) * b, the two halves in tensors of their own. Backward: da += dy * b * f'(a), db += dy * f(a).</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor Gate(Tensor a, Tensor b, Activation activation)
    {
        Check.SameShape(a, b, nameof(Gate));
        var (rows, hiddenDim) = (a.Rows, a.Columns);
        var y = Tape.New(a.Shape);
        GatedActivationKernel.Forward(activation, a.Data, b.Data, hiddenDim, y.Data, rows, hiddenDim);
        return !Tape.Records(a, b) ? y : Tape.Record(y, () => GatedActivationKernel.Backward(
            activation, a.Data, b.Data, hiddenDim, y.Gradient, a.GradientToAddTo(), b.GradientToAddTo(), rows, hiddenDim));
    }
}
