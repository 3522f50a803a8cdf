using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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

        public readonly void Run(int item)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Run<Register512>(item);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Run<Register256>(item);
            }
            else
            {
                Run<Register128>(item);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Run<TRegister>(int item)
            where TRegister : struct, IRegister<TRegister>
        {
            for (var row = Split.First(item); row < Split.End(item); row++)
            {
                float* a = X + (2L * row * Dim), b = a + Dim, y = Y + ((long)row * Dim);
                var i = 0;
                for (; i + TRegister.Count <= Dim; i += TRegister.Count)
                {
                    var value = TRegister.Load(a + i);
                    (value * VectorMath.NormalDistribution(value, out _) * TRegister.Load(b + i)).Store(y + i);
                }

                if (i < Dim)
                {
                    var rest = Dim - i;
                    var value = TRegister.Load(a + i, rest);
                    (value * VectorMath.NormalDistribution(value, out _) * TRegister.Load(b + i, rest)).Store(y + i, rest);
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

        public readonly void Run(int item)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Run<Register512>(item);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Run<Register256>(item);
            }
            else
            {
                Run<Register128>(item);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Run<TRegister>(int item)
            where TRegister : struct, IRegister<TRegister>
        {
            for (var row = Split.First(item); row < Split.End(item); row++)
            {
                float* a = X + (2L * row * Dim), b = a + Dim, dy = Dy + ((long)row * Dim), da = Dx + (2L * row * Dim), db = da + Dim;
                var i = 0;
                for (; i + TRegister.Count <= Dim; i += TRegister.Count)
                {
                    var (toA, toB) = Gradients(TRegister.Load(a + i), TRegister.Load(b + i), TRegister.Load(dy + i));
                    (TRegister.Load(da + i) + toA).Store(da + i);
                    (TRegister.Load(db + i) + toB).Store(db + i);
                }

                if (i < Dim)
                {
                    var rest = Dim - i;
                    var (toA, toB) = Gradients(TRegister.Load(a + i, rest), TRegister.Load(b + i, rest), TRegister.Load(dy + i, rest));
                    (TRegister.Load(da + i, rest) + toA).Store(da + i, rest);
                    (TRegister.Load(db + i, rest) + toB).Store(db + i, rest);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static (TRegister A, TRegister B) Gradients<TRegister>(TRegister a, TRegister b, TRegister flow)
            where TRegister : struct, IRegister<TRegister>
        {
            var distribution = VectorMath.NormalDistribution(a, out var density);
            return (flow * b * TRegister.MultiplyAdd(a, density, distribution), flow * a * distribution);
        }
    }
}
