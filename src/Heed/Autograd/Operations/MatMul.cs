using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>
    /// C = op(A) op(B) for each pair of matrices, op being the matrix or its transpose; a side of two axes is shared by all matrices
    /// of the other. Backward: d op(A) += dC op(B)^T, d op(B) += op(A)^T dC, a shared side the sum of them.
    /// </summary>
    /// <param name="a">[..., m, k], or [..., k, m] if transposed.</param>
    /// <param name="b">[..., k, n], or [..., n, k] if transposed; the axes before are those of a.</param>
    /// <param name="transposeA">Whether op(A) is A^T.</param>
    /// <param name="transposeB">Whether op(B) is B^T.</param>
    /// <returns>[..., m, n].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor MatMul(Tensor a, Tensor b, bool transposeA = false, bool transposeB = false)
    {
        Check.Product(a, b, transposeA, transposeB);
        var (rowsOfA, columnsOfA, rowsOfB, columnsOfB) = (a.Shape[^2], a.Columns, b.Shape[^2], b.Columns);
        var (m, k) = transposeA ? (columnsOfA, rowsOfA) : (rowsOfA, columnsOfA);
        var n = transposeB ? rowsOfB : columnsOfB;
        var leading = a.Rank > 2 ? a.Shape[..^2] : b.Shape[..^2];
        var c = Tape.New([.. leading, m, n]);
        var (count, sharesA, sharesB) = (Tensor.LengthOf(leading), a.Rank < c.Rank, b.Rank < c.Rank);
        if (sharesB && !transposeA)
        {
            // The matrices of A stand one under another: it is one product.
            (count, m, sharesB) = (1, count * m, false);
        }

        for (var s = 0; s < count; s++)
        {
            // [m, k] x [k, n] -> [m, n]
            MatMulKernel.Multiply(A(a.Data, s), columnsOfA, transposeA, B(b.Data, s), columnsOfB, transposeB, C(c.Data, s), n, m, n, k);
        }

        return !Tape.Records(a, b) ? c : Tape.Record(c, () =>
        {
            var accumulate = true;
            var gradient = !a.RequiresGradient ? default : sharesA ? a.GradientToAddTo() : a.GradientToWrite(out accumulate);
            for (var s = 0; s < count && a.RequiresGradient; s++)
            {
                var dA = A(gradient, s);
                if (transposeA)
                {
                    // [k, n] x [m, n]^T -> [k, m]
                    MatMulKernel.Multiply(B(b.Data, s), columnsOfB, transposeB, C(c.Gradient, s), n, true, dA, m, k, m, n, accumulate);
                }
                else
                {
                    // [m, n] x [k, n]^T -> [m, k]
                    MatMulKernel.Multiply(C(c.Gradient, s), n, false, B(b.Data, s), columnsOfB, !transposeB, dA, k, m, k, n, accumulate);
                }
            }

            accumulate = true;
            gradient = !b.RequiresGradient ? default : sharesB ? b.GradientToAddTo() : b.GradientToWrite(out accumulate);
            for (var s = 0; s < count && b.RequiresGradient; s++)
            {
                var dB = B(gradient, s);
                if (transposeB)
                {
                    // [m, n]^T x [m, k] -> [n, k]
                    MatMulKernel.Multiply(C(c.Gradient, s), n, true, A(a.Data, s), columnsOfA, transposeA, dB, k, n, k, m, accumulate);
                }
                else
                {
                    // [m, k]^T x [m, n] -> [k, n]
                    MatMulKernel.Multiply(A(a.Data, s), columnsOfA, !transposeA, C(c.Gradient, s), n, false, dB, n, k, n, m, accumulate);
                }
            }
        });

        Span<float> A(Span<float> values, int s) => values.Slice(sharesA ? 0 : s * m * k, m * k);

        Span<float> B(Span<float> values, int s) => values.Slice(sharesB ? 0 : s * k * n, k * n);

        Span<float> C(Span<float> values, int s) => values.Slice(s * m * n, m * n);
    }
}
