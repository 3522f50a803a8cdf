using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>C = A B. Backward: dA += dC B^T, dB += A^T dC.</summary>
    /// <param name="a">[m, k].</param>
    /// <param name="b">[k, n].</param>
    /// <returns>[m, n].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor MatMul(Tensor a, Tensor b)
    {
        if (a.Rank != 2 || b.Rank != 2 || a.Columns != b.Rows)
        {
            throw new ArgumentException($"MatMul needs [m, k] and [k, n], not {a} and {b}.");
        }

        var (m, n, k) = (a.Rows, b.Columns, a.Columns);
        var c = Tape.New(m, n);
        MatMulKernel.Multiply(a.Data, k, false, b.Data, n, false, c.Data, n, m, n, k);
        return !Tape.Records(a, b) ? c : Tape.Record(c, () =>
        {
            if (a.RequiresGradient)
            {
                var dA = a.GradientToWrite(out var accumulate);
                // [m, n] x [k, n]^T -> [m, k]
                MatMulKernel.Multiply(c.Gradient, n, false, b.Data, n, true, dA, k, m, k, n, accumulate);
            }

            if (b.RequiresGradient)
            {
                var dB = b.GradientToWrite(out var accumulate);
                // [m, k]^T x [m, n] -> [k, n]
                MatMulKernel.Multiply(a.Data, k, true, c.Gradient, n, false, dB, n, k, n, m, accumulate);
            }
        });
    }
}
