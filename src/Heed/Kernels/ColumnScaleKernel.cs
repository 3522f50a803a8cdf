using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Heed.Kernels.Lanes;

namespace Heed.Kernels;

/// <summary>The columns of a matrix, each times a factor of its own: LayerScale (Touvron et al. 2021, arXiv:2103.17239, equation 2).</summary>
public static unsafe class ColumnScaleKernel
{
    private const int MaxItems = 64;
    private const int MinRowsPerItem = 16;

    /// <summary>y[r, c] = x[r, c] factors[c].</summary>
    /// <param name="x">[rows, dim].</param>
    /// <param name="factors">[dim].</param>
    /// <param name="y">[rows, dim]; may be x.</param>
    public static void Forward(ReadOnlySpan<float> x, ReadOnlySpan<float> factors, Span<float> y, int rows, int dim)
    {
        Require.Length(x, (long)rows * dim);
        Require.Length(factors, dim);
        Require.Length(y, (long)rows * dim);
        fixed (float* px = x, pFactors = factors, py = y)
        {
            var work = new ForwardWork { Split = new RowSplit(rows, dim), X = px, Factors = pFactors, Y = py, Dim = dim };
            Team.Run(ref work, work.Split.Items);
        }
    }

    /// <summary>dx[r, c] (+)= dy[r, c] factors[c]; dfactors[c] += sum over r of dy[r, c] x[r, c].</summary>
    /// <param name="x">[rows, dim].</param>
    /// <param name="factors">[dim].</param>
    /// <param name="dy">[rows, dim].</param>
    /// <param name="dx">[rows, dim], or empty where nobody wants it.</param>
    /// <param name="dFactors">[dim], or empty.</param>
    /// <param name="accumulate">Whether dx is added to or overwritten; dfactors is always added to.</param>
    public static void Backward(
        ReadOnlySpan<float> x, ReadOnlySpan<float> factors, ReadOnlySpan<float> dy, Span<float> dx, Span<float> dFactors, int rows, int dim,
        bool accumulate = true)
    {
        Require.Length(x, (long)rows * dim);
        Require.Length(factors, dim);
        Require.Length(dy, (long)rows * dim);
        Require.Length(dx, dx.IsEmpty ? 0 : (long)rows * dim);
        Require.Length(dFactors, dFactors.IsEmpty ? 0 : dim);
        var rowsPerItem = Math.Max(MinRowsPerItem, (rows + MaxItems - 1) / MaxItems);
        var items = (rows + rowsPerItem - 1) / rowsPerItem;
        fixed (float* px = x, pFactors = factors, pdy = dy, pdx = dx, pdFactors = dFactors)
        {
            var work = new BackwardWork
            {
                X = px, Factors = pFactors, Dy = pdy, Dx = pdx, Accumulate = accumulate, Rows = rows, RowsPerItem = rowsPerItem, Dim = dim,
                Partial = pdFactors == null ? null : Scratch.Shared((long)items * dim),
            };
            Team.Run(ref work, items);
            for (var item = 0; item < items && pdFactors != null; item++)
            {
                RowMath.Add(work.Partial + ((long)item * dim), pdFactors, dim);
            }
        }
    }

    private struct ForwardWork : IParallelWork
    {
        public RowSplit Split;
        public float* X;
        public float* Factors;
        public float* Y;
        public int Dim;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int item)
        {
            for (var row = Split.First(item); row < Split.End(item); row++)
            {
                float* x = X + ((long)row * Dim), y = Y + ((long)row * Dim);
                var i = 0;
                for (; i + 8 <= Dim; i += 8)
                {
                    (Vector256.Load(x + i) * Vector256.Load(Factors + i)).Store(y + i);
                }

                if (i < Dim)
                {
                    (Load(x + i, Dim - i) * Load(Factors + i, Dim - i)).StoreFirst(y + i, Dim - i);
                }
            }
        }
    }

    private struct BackwardWork : IParallelWork
    {
        public float* X;
        public float* Factors;
        public float* Dy;
        public float* Dx;
        public float* Partial;
        public bool Accumulate;
        public int Rows;
        public int RowsPerItem;
        public int Dim;

        public readonly void Run(int item)
        {
            var partial = Partial == null ? null : Partial + ((long)item * Dim);
            if (partial != null)
            {
                new Span<float>(partial, Dim).Clear();
            }

            for (var row = item * RowsPerItem; row < Math.Min(Rows, (item + 1) * RowsPerItem); row++)
            {
                var dy = Dy + ((long)row * Dim);
                if (Dx != null)
                {
                    Multiply(dy, Factors, Dx + ((long)row * Dim), Accumulate);
                }

                if (partial != null)
                {
                    Multiply(dy, X + ((long)row * Dim), partial, accumulate: true);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Multiply(float* a, float* b, float* target, bool accumulate)
        {
            var i = 0;
            for (; i + 8 <= Dim; i += 8)
            {
                MultiplyAdd(Vector256.Load(a + i), Vector256.Load(b + i), accumulate ? Vector256.Load(target + i) : default).Store(target + i);
            }

            if (i < Dim)
            {
                MultiplyAdd(Load(a + i, Dim - i), Load(b + i, Dim - i), accumulate ? Load(target + i, Dim - i) : default).StoreFirst(target + i, Dim - i);
            }
        }
    }
}
