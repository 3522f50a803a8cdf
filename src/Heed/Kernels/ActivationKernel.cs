using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Heed.Kernels.Lanes;

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
        static abstract Vector256<float> Value(Vector256<float> x);

        static abstract Vector256<float> Derivative(Vector256<float> x);
    }

    private struct Forward<TFunction> : IMap
        where TFunction : struct, IFunction
    {
        public static int Inputs => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly Vector256<float> Apply(Vector256<float> x, Vector256<float> y, Vector256<float> z) => TFunction.Value(x);
    }

    private struct Backward<TFunction> : IMap
        where TFunction : struct, IFunction
    {
        public static int Inputs => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly Vector256<float> Apply(Vector256<float> x, Vector256<float> dy, Vector256<float> dx) =>
            MultiplyAdd(dy, TFunction.Derivative(x), dx);
    }

    private struct GeluFunction : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Value(Vector256<float> x) => x * VectorMath.NormalDistribution(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Derivative(Vector256<float> x) =>
            MultiplyAdd(x, VectorMath.NormalDensity(x), VectorMath.NormalDistribution(x));
    }

    private struct GeluTanhFunction : IFunction
    {
        private const float Slope = 0.797884561f;
        private const float Cubic = 0.044715f;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Value(Vector256<float> x)
        {
            var half = Vector256.Create(0.5f) * x;
            return MultiplyAdd(half, Inner(x), half);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Derivative(Vector256<float> x)
        {
            var t = Inner(x);
            var slope = Vector256.Create(Slope) * MultiplyAdd(Vector256.Create(3 * Cubic) * x, x, Vector256<float>.One);
            var sech = Vector256<float>.One - (t * t);
            return Vector256.Create(0.5f) * (Vector256<float>.One + t + (x * sech * slope));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<float> Inner(Vector256<float> x) =>
            VectorMath.Tanh(Vector256.Create(Slope) * MultiplyAdd(Vector256.Create(Cubic) * x * x, x, x));
    }

    private struct ReluFunction : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Value(Vector256<float> x) => Vector256.Max(x, Vector256<float>.Zero);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Derivative(Vector256<float> x) =>
            Vector256.GreaterThan(x, Vector256<float>.Zero) & Vector256<float>.One;
    }

    private struct TanhFunction : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Value(Vector256<float> x) => VectorMath.Tanh(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Derivative(Vector256<float> x)
        {
            var t = VectorMath.Tanh(x);
            return Vector256<float>.One - (t * t);
        }
    }

    private struct SigmoidFunction : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Value(Vector256<float> x) => VectorMath.Sigmoid(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Derivative(Vector256<float> x)
        {
            var s = VectorMath.Sigmoid(x);
            return s * (Vector256<float>.One - s);
        }
    }

    private struct SiluFunction : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Value(Vector256<float> x) => x * VectorMath.Sigmoid(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Derivative(Vector256<float> x)
        {
            var s = VectorMath.Sigmoid(x);
            return s * MultiplyAdd(x, Vector256<float>.One - s, Vector256<float>.One);
        }
    }
}
