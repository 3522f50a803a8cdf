using System.Runtime.CompilerServices;

namespace Heed.Kernels;

/// <summary>Activation functions, element by element, and the way back.</summary>
public static unsafe class ActivationKernel
{
    private const int Chunk = 16 * 1024;

    /// <summary>y = f(x). y may be x.</summary>
    public static void Forward(Activation activation, ReadOnlySpan<float> x, Span<float> y)
    {
        Require.Length(y, x.Length);
        fixed (float* px = x, py = y)
        {
            Run(new Work { Activation = activation, X = px, Y = py, Length = x.Length });
        }
    }

    /// <summary>dx = dy f'(x), or dx += dy f'(x). dx may be dy where it is overwritten.</summary>
    /// <param name="x">What f was applied to.</param>
    /// <param name="accumulate">Add to what is there.</param>
    public static void Backward(Activation activation, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, bool accumulate = true)
    {
        Require.Length(dy, x.Length);
        Require.Length(dx, x.Length);
        fixed (float* px = x, pdy = dy, pdx = dx)
        {
            Run(new Work { Activation = activation, X = px, Dy = pdy, Y = pdx, Length = x.Length, Accumulate = accumulate });
        }
    }

    /// <summary>y = f(x) for numbers next to each other, on this thread.</summary>
    internal static void Apply(Activation activation, float* x, float* y, int count) =>
        ActivationLoop.Run(activation, new ForwardLoop { X = x, Y = y, Count = count });

    /// <summary>dx (+)= dy f'(x) for numbers next to each other, on this thread.</summary>
    internal static void ApplyBackward(Activation activation, float* x, float* dy, float* dx, int count, bool accumulate) =>
        ActivationLoop.Run(activation, new BackwardLoop { X = x, Dy = dy, Dx = dx, Count = count, Accumulate = accumulate });

    private static void Run(Work work) =>
        Team.Run(ref work, (int)(((long)work.Length + Chunk - 1) / Chunk), isWorthSharing: work.Length > 2 * Chunk);

    private struct Work : IParallelWork
    {
        public Activation Activation;
        public float* X;
        public float* Dy;
        public float* Y;
        public int Length;
        public bool Accumulate;

        public readonly void Run(int item)
        {
            var (start, count) = (item * Chunk, Math.Min(Length - (item * Chunk), Chunk));
            if (Dy == null)
            {
                Apply(Activation, X + start, Y + start, count);
            }
            else
            {
                ApplyBackward(Activation, X + start, Dy + start, Y + start, count, Accumulate);
            }
        }
    }

    private struct ForwardLoop : IActivationLoop
    {
        public float* X;
        public float* Y;
        public int Count;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<TFunction, TRegister>()
            where TFunction : struct, IActivationFunction
            where TRegister : struct, IRegister<TRegister>
        {
            float* x = X, y = Y;
            nint count = Count, i = 0;
            for (; i + TRegister.Count <= count; i += TRegister.Count)
            {
                TFunction.Value(TRegister.Load(x + i)).Store(y + i);
            }

            if (i < count)
            {
                TFunction.Value(TRegister.Load(x + i, (int)(count - i))).Store(y + i, (int)(count - i));
            }
        }
    }

    private struct BackwardLoop : IActivationLoop
    {
        public float* X;
        public float* Dy;
        public float* Dx;
        public int Count;
        public bool Accumulate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<TFunction, TRegister>()
            where TFunction : struct, IActivationFunction
            where TRegister : struct, IRegister<TRegister>
        {
            float* x = X, dy = Dy, dx = Dx;
            nint count = Count, i = 0;
            for (; i + TRegister.Count <= count; i += TRegister.Count)
            {
                var flow = TRegister.Load(dy + i) * TFunction.Derivative(TRegister.Load(x + i), out _);
                (Accumulate ? TRegister.Load(dx + i) + flow : flow).Store(dx + i);
            }

            if (i < count)
            {
                var rest = (int)(count - i);
                var flow = TRegister.Load(dy + i, rest) * TFunction.Derivative(TRegister.Load(x + i, rest), out _);
                (Accumulate ? TRegister.Load(dx + i, rest) + flow : flow).Store(dx + i, rest);
            }
        }
    }
}
