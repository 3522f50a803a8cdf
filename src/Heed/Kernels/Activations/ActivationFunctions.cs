using System.Runtime.CompilerServices;

namespace Heed.Kernels;

/// <summary>What stands behind each <see cref="Activation"/>.</summary>
internal static class ActivationFunctions
{
    internal readonly struct Gelu : IActivationFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Value<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister> =>
            x * VectorMath.NormalDistribution(x, out _);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Derivative<TRegister>(TRegister x, out TRegister value)
            where TRegister : struct, IRegister<TRegister>
        {
            var distribution = VectorMath.NormalDistribution(x, out var density);
            value = x * distribution;
            return TRegister.MultiplyAdd(x, density, distribution);
        }
    }

    internal readonly struct GeluTanh : IActivationFunction
    {
        private const float Slope = 0.797884561f;
        private const float Cubic = 0.044715f;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Value<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister> =>
            x * Gate(x, out _);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Derivative<TRegister>(TRegister x, out TRegister value)
            where TRegister : struct, IRegister<TRegister>
        {
            var gate = Gate(x, out var complement);
            value = x * gate;
            var slope = TRegister.Create(2 * Slope) * TRegister.MultiplyAdd(TRegister.Create(3 * Cubic) * x, x, TRegister.Create(1));
            return TRegister.MultiplyAdd(value * complement, slope, gate);
        }

        /// <summary>(1 + tanh t) / 2 = 1 / (1 + e^-2t), and what it lacks of one.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TRegister Gate<TRegister>(TRegister x, out TRegister complement)
            where TRegister : struct, IRegister<TRegister> =>
            VectorMath.Sigmoid(TRegister.Create(2 * Slope) * TRegister.MultiplyAdd(TRegister.Create(Cubic) * x * x, x, x), out complement);
    }

    internal readonly struct Relu : IActivationFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Value<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister> =>
            TRegister.Max(default, x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Derivative<TRegister>(TRegister x, out TRegister value)
            where TRegister : struct, IRegister<TRegister>
        {
            value = Value(x);
            return TRegister.IfLess(default, x, TRegister.Create(1), default);
        }
    }

    internal readonly struct Silu : IActivationFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Value<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister> =>
            x * VectorMath.Sigmoid(x, out _);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Derivative<TRegister>(TRegister x, out TRegister value)
            where TRegister : struct, IRegister<TRegister>
        {
            var s = VectorMath.Sigmoid(x, out var complement);
            value = x * s;
            return s * TRegister.MultiplyAdd(x, complement, TRegister.Create(1));
        }
    }

    internal readonly struct Tanh : IActivationFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Value<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister> =>
            VectorMath.Tanh(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Derivative<TRegister>(TRegister x, out TRegister value)
            where TRegister : struct, IRegister<TRegister>
        {
            value = VectorMath.Tanh(x);
            return TRegister.Create(1) - (value * value);
        }
    }

    internal readonly struct Sigmoid : IActivationFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Value<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister> =>
            VectorMath.Sigmoid(x, out _);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Derivative<TRegister>(TRegister x, out TRegister value)
            where TRegister : struct, IRegister<TRegister>
        {
            value = VectorMath.Sigmoid(x, out var complement);
            return value * complement;
        }
    }
}
