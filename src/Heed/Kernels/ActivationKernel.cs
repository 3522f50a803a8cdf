using System.Runtime.CompilerServices;

namespace Heed.Kernels;

/// <summary>
/// Activation functions, element by element: forward y = f(x), backward dx += dy f'(x). y may be x.
/// </summary>
public static class ActivationKernel
{
    /// <summary>y = x Phi(x), Phi the normal distribution function by the exact erf (Hendrycks and Gimpel 2016).</summary>
    public static void Gelu(ReadOnlySpan<float> x, Span<float> y) => Elementwise.Run(default(Forward<GeluFunction>), y, x);

    /// <summary>dx += dy (Phi(x) + x phi(x)).</summary>
    public static void GeluBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        Elementwise.Run(default(Backward<GeluFunction>), dx, x, dy, dx);

    /// <summary>y = 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))).</summary>
    public static void GeluTanh(ReadOnlySpan<float> x, Span<float> y) => Elementwise.Run(default(Forward<GeluTanhFunction>), y, x);

    /// <summary>dx += dy (0.5 (1 + t) + 0.5 x (1 - t^2) sqrt(2 / pi) (1 + 3 * 0.044715 x^2)), t the tanh of the forward.</summary>
    public static void GeluTanhBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        Elementwise.Run(default(Backward<GeluTanhFunction>), dx, x, dy, dx);

    /// <summary>y = max(x, 0).</summary>
    public static void Relu(ReadOnlySpan<float> x, Span<float> y) => Elementwise.Run(default(Forward<ReluFunction>), y, x);

    /// <summary>dx += dy where x > 0.</summary>
    public static void ReluBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        Elementwise.Run(default(Backward<ReluFunction>), dx, x, dy, dx);

    /// <summary>y = tanh(x).</summary>
    public static void Tanh(ReadOnlySpan<float> x, Span<float> y) => Elementwise.Run(default(Forward<TanhFunction>), y, x);

    /// <summary>dx += dy (1 - tanh(x)^2).</summary>
    public static void TanhBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        Elementwise.Run(default(Backward<TanhFunction>), dx, x, dy, dx);

    /// <summary>y = 1 / (1 + e^-x).</summary>
    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> y) => Elementwise.Run(default(Forward<SigmoidFunction>), y, x);

    /// <summary>dx += dy s (1 - s), s the sigmoid of x.</summary>
    public static void SigmoidBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        Elementwise.Run(default(Backward<SigmoidFunction>), dx, x, dy, dx);

    /// <summary>y = x / (1 + e^-x), also called swish.</summary>
    public static void Silu(ReadOnlySpan<float> x, Span<float> y) => Elementwise.Run(default(Forward<SiluFunction>), y, x);

    /// <summary>dx += dy s (1 + x (1 - s)), s the sigmoid of x.</summary>
    public static void SiluBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        Elementwise.Run(default(Backward<SiluFunction>), dx, x, dy, dx);

    private interface IFunction
    {
        static abstract TRegister Value<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister>;

        static abstract TRegister Derivative<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister>;
    }

    private struct Forward<TFunction> : IMap
        where TFunction : struct, IFunction
    {
        public static int Inputs => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TRegister Apply<TRegister>(TRegister x, TRegister y, TRegister z)
            where TRegister : struct, IRegister<TRegister> => TFunction.Value(x);
    }

    private struct Backward<TFunction> : IMap
        where TFunction : struct, IFunction
    {
        public static int Inputs => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TRegister Apply<TRegister>(TRegister x, TRegister dy, TRegister dx)
            where TRegister : struct, IRegister<TRegister> =>
            TRegister.MultiplyAdd(dy, TFunction.Derivative(x), dx);
    }

    private struct GeluFunction : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Value<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister> =>
            x * VectorMath.NormalDistribution(x, out _);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Derivative<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister>
        {
            var distribution = VectorMath.NormalDistribution(x, out var density);
            return TRegister.MultiplyAdd(x, density, distribution);
        }
    }

    private struct GeluTanhFunction : IFunction
    {
        private const float Slope = 0.797884561f;
        private const float Cubic = 0.044715f;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Value<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister> =>
            x * Gate(x, out _);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Derivative<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister>
        {
            var gate = Gate(x, out var complement);
            var slope = TRegister.Create(2 * Slope) * TRegister.MultiplyAdd(TRegister.Create(3 * Cubic) * x, x, TRegister.Create(1));
            return TRegister.MultiplyAdd(x * gate * complement, slope, gate);
        }

        /// <summary>(1 + tanh t) / 2 = 1 / (1 + e^-2t), and what it lacks of one.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TRegister Gate<TRegister>(TRegister x, out TRegister complement)
            where TRegister : struct, IRegister<TRegister> =>
            VectorMath.Sigmoid(TRegister.Create(2 * Slope) * TRegister.MultiplyAdd(TRegister.Create(Cubic) * x * x, x, x), out complement);
    }

    private struct ReluFunction : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Value<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister> =>
            TRegister.Max(default, x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Derivative<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister> =>
            TRegister.IfLess(default, x, TRegister.Create(1), default);
    }

    private struct TanhFunction : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Value<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister> =>
            VectorMath.Tanh(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Derivative<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister>
        {
            var t = VectorMath.Tanh(x);
            return TRegister.Create(1) - (t * t);
        }
    }

    private struct SigmoidFunction : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Value<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister> =>
            VectorMath.Sigmoid(x, out _);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Derivative<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister>
        {
            var s = VectorMath.Sigmoid(x, out var complement);
            return s * complement;
        }
    }

    private struct SiluFunction : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Value<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister> =>
            x * VectorMath.Sigmoid(x, out _);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Derivative<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister>
        {
            var s = VectorMath.Sigmoid(x, out var complement);
            return s * TRegister.MultiplyAdd(x, complement, TRegister.Create(1));
        }
    }
}
