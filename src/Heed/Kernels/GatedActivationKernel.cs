using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Heed.Kernels.Lanes;

namespace Heed.Kernels;

/// <summary>Gated activations: one half of a row, activated, times the other half (Shazeer 2020).</summary>
public static unsafe class GatedActivationKernel
{
    /// <summary>y[r, i] = GELU(x[r, i]) x[r, dim + i].</summary>
    /// <param name="x">[rows, 2 dim].</param>
    /// <param name="y">[rows, dim].</param>
    public static void GeGlu(ReadOnlySpan<float> x, Span<float> y, int rows, int dim)
    {
        Require.Length(x, 2L * rows * dim);
        Require.Length(y, (long)rows * dim);
        fixed (float* px = x, py = y)
        {
            var work = new ForwardWork { Split = new RowSplit(rows, dim), X = px, Y = py, Dim = dim };
            Team.Run(ref work, work.Split.Items);
        }
    }

    /// <summary>dx[r, i] += dy[r, i] x[r, dim + i] GELU'(x[r, i]); dx[r, dim + i] += dy[r, i] GELU(x[r, i]).</summary>
    public static void GeGluBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, int rows, int dim)
    {
        Require.Length(x, 2L * rows * dim);
        Require.Length(dx, 2L * rows * dim);
        Require.Length(dy, (long)rows * dim);
        fixed (float* px = x, pdy = dy, pdx = dx)
        {
            var work = new BackwardWork { Split = new RowSplit(rows, dim), X = px, Dy = pdy, Dx = pdx, Dim = dim };
            Team.Run(ref work, work.Split.Items);
        }
    }

    private struct ForwardWork : IParallelWork
    {
        public RowSplit Split;
        public float* X;
        public float* Y;
        public int Dim;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int item)
        {
            for (var row = Split.First(item); row < Split.End(item); row++)
            {
                float* a = X + (2L * row * Dim), b = a + Dim, y = Y + ((long)row * Dim);
                var i = 0;
                for (; i + 8 <= Dim; i += 8)
                {
                    var value = Vector256.Load(a + i);
                    (value * VectorMath.NormalDistribution(value) * Vector256.Load(b + i)).Store(y + i);
                }

                if (i < Dim)
                {
                    var value = Load(a + i, Dim - i);
                    (value * VectorMath.NormalDistribution(value) * Load(b + i, Dim - i)).StoreFirst(y + i, Dim - i);
                }
            }
        }
    }

    private struct BackwardWork : IParallelWork
    {
        public RowSplit Split;
        public float* X;
        public float* Dy;
        public float* Dx;
        public int Dim;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int item)
        {
            for (var row = Split.First(item); row < Split.End(item); row++)
            {
                float* a = X + (2L * row * Dim), b = a + Dim, dy = Dy + ((long)row * Dim), da = Dx + (2L * row * Dim), db = da + Dim;
                var i = 0;
                for (; i + 8 <= Dim; i += 8)
                {
                    var value = Vector256.Load(a + i);
                    var flow = Vector256.Load(dy + i);
                    var phi = VectorMath.NormalDistribution(value);
                    var slope = MultiplyAdd(value, VectorMath.NormalDensity(value), phi);
                    MultiplyAdd(flow * Vector256.Load(b + i), slope, Vector256.Load(da + i)).Store(da + i);
                    MultiplyAdd(flow, value * phi, Vector256.Load(db + i)).Store(db + i);
                }

                if (i < Dim)
                {
                    var rest = Dim - i;
                    var value = Load(a + i, rest);
                    var flow = Load(dy + i, rest);
                    var phi = VectorMath.NormalDistribution(value);
                    var slope = MultiplyAdd(value, VectorMath.NormalDensity(value), phi);
                    MultiplyAdd(flow * Load(b + i, rest), slope, Load(da + i, rest)).StoreFirst(da + i, rest);
                    MultiplyAdd(flow, value * phi, Load(db + i, rest)).StoreFirst(db + i, rest);
                }
            }
        }
    }
}
