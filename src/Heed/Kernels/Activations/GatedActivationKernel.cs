using System.Runtime.CompilerServices;

namespace Heed.Kernels;

/// <summary>Gated activations: one row, activated, times another (Shazeer 2020). GELU makes it GeGLU, SiLU makes it SwiGLU.</summary>
public static unsafe class GatedActivationKernel
{
    /// <summary>y[r, i] = f(a[r, i]) b[r, i].</summary>
    /// <param name="a">[rows, dim], rows <paramref name="stride"/> apart.</param>
    /// <param name="b">[rows, dim], rows <paramref name="stride"/> apart.</param>
    /// <param name="y">[rows, dim].</param>
    public static void Forward(Activation activation, ReadOnlySpan<float> a, ReadOnlySpan<float> b, int stride, Span<float> y, int rows, int dim)
    {
        Require.Length(a, Require.Matrix(rows, dim, stride));
        Require.Length(b, Require.Matrix(rows, dim, stride));
        Require.Length(y, (long)rows * dim);
        fixed (float* pa = a, pb = b, py = y)
        {
            var work = new Work { Split = new RowSplit(rows, dim), Activation = activation, A = pa, B = pb, Stride = stride, Y = py, Dim = dim };
            Team.Run(ref work, work.Split.Items);
        }
    }

    /// <summary>da[r, i] (+)= dy[r, i] b[r, i] f'(a[r, i]); db[r, i] (+)= dy[r, i] f(a[r, i]).</summary>
    /// <param name="da">As a.</param>
    /// <param name="db">As b.</param>
    /// <param name="accumulate">Add to what is there.</param>
    public static void Backward(
        Activation activation, ReadOnlySpan<float> a, ReadOnlySpan<float> b, int stride, ReadOnlySpan<float> dy, Span<float> da,
        Span<float> db, int rows, int dim, bool accumulate = true)
    {
        Require.Length(a, Require.Matrix(rows, dim, stride));
        Require.Length(b, Require.Matrix(rows, dim, stride));
        Require.Length(da, Require.Matrix(rows, dim, stride));
        Require.Length(db, Require.Matrix(rows, dim, stride));
        Require.Length(dy, (long)rows * dim);
        fixed (float* pa = a, pb = b, pdy = dy, pda = da, pdb = db)
        {
            var work = new Work
            {
                Split = new RowSplit(rows, dim), Activation = activation, A = pa, B = pb, Stride = stride, Y = pdy, DA = pda, DB = pdb,
                Dim = dim, Accumulate = accumulate,
            };
            Team.Run(ref work, work.Split.Items);
        }
    }

    private struct Work : IParallelWork
    {
        public RowSplit Split;
        public Activation Activation;
        public float* A;
        public float* B;
        public nint Stride;
        public float* Y;
        public float* DA;
        public float* DB;
        public int Dim;
        public bool Accumulate;

        public readonly void Run(int item)
        {
            for (var row = Split.First(item); row < Split.End(item); row++)
            {
                var (far, near) = (row * Stride, (nint)row * Dim);
                if (DA == null)
                {
                    ActivationLoop.Run(Activation, new ForwardLoop { A = A + far, B = B + far, Y = Y + near, Count = Dim });
                }
                else
                {
                    ActivationLoop.Run(Activation, new BackwardLoop
                    {
                        A = A + far, B = B + far, Dy = Y + near, DA = DA + far, DB = DB + far, Count = Dim, Accumulate = Accumulate,
                    });
                }
            }
        }
    }

    private struct ForwardLoop : IActivationLoop
    {
        public float* A;
        public float* B;
        public float* Y;
        public int Count;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<TFunction, TRegister>()
            where TFunction : struct, IActivationFunction
            where TRegister : struct, IRegister<TRegister>
        {
            nint count = Count, i = 0;
            for (; i + TRegister.Count <= count; i += TRegister.Count)
            {
                (TFunction.Value(TRegister.Load(A + i)) * TRegister.Load(B + i)).Store(Y + i);
            }

            if (i < count)
            {
                var rest = (int)(count - i);
                (TFunction.Value(TRegister.Load(A + i, rest)) * TRegister.Load(B + i, rest)).Store(Y + i, rest);
            }
        }
    }

    private struct BackwardLoop : IActivationLoop
    {
        public float* A;
        public float* B;
        public float* Dy;
        public float* DA;
        public float* DB;
        public int Count;
        public bool Accumulate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<TFunction, TRegister>()
            where TFunction : struct, IActivationFunction
            where TRegister : struct, IRegister<TRegister>
        {
            nint count = Count, i = 0;
            for (; i + TRegister.Count <= count; i += TRegister.Count)
            {
                var flow = TRegister.Load(Dy + i);
                var toA = flow * TRegister.Load(B + i) * TFunction.Derivative(TRegister.Load(A + i), out var value);
                var toB = flow * value;
                (Accumulate ? TRegister.Load(DA + i) + toA : toA).Store(DA + i);
                (Accumulate ? TRegister.Load(DB + i) + toB : toB).Store(DB + i);
            }

            if (i < count)
            {
                var rest = (int)(count - i);
                var flow = TRegister.Load(Dy + i, rest);
                var toA = flow * TRegister.Load(B + i, rest) * TFunction.Derivative(TRegister.Load(A + i, rest), out var value);
                var toB = flow * value;
                (Accumulate ? TRegister.Load(DA + i, rest) + toA : toA).Store(DA + i, rest);
                (Accumulate ? TRegister.Load(DB + i, rest) + toB : toB).Store(DB + i, rest);
            }
        }
    }
}
