using System.Runtime.CompilerServices;

namespace Heed.Kernels;

/// <summary>As <see cref="ActivationFunctions"/>, those that few transformers use.</summary>
internal static class MoreActivationFunctions
{
    internal readonly struct QuickGelu : IActivationFunction
    {
        private const float Slope = 1.702f;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Value<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister> =>
            x * VectorMath.Sigmoid(TRegister.Create(Slope) * x, out _);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Derivative<TRegister>(TRegister x, out TRegister value)
            where TRegister : struct, IRegister<TRegister>
        {
            var s = VectorMath.Sigmoid(TRegister.Create(Slope) * x, out var complement);
            value = x * s;
            return s * TRegister.MultiplyAdd(TRegister.Create(Slope) * x, complement, TRegister.Create(1));
        }
    }

    internal readonly struct Softplus : IActivationFunction
    {
        /// <summary>max(x, 0) + log(1 + e^-|x|), where nothing overflows.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Value<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister> =>
            TRegister.Max(default, x) + VectorMath.LogOnePlus(VectorMath.Exp(-TRegister.Abs(x)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Derivative<TRegister>(TRegister x, out TRegister value)
            where TRegister : struct, IRegister<TRegister>
        {
            value = Value(x);
            return VectorMath.Sigmoid(x, out _);
        }
    }

    internal readonly struct Mish : IActivationFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Value<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister>
        {
            var (_, n) = Powers(x);
            return x * (n / (n + TRegister.Create(2)));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Derivative<TRegister>(TRegister x, out TRegister value)
            where TRegister : struct, IRegister<TRegister>
        {
            // 1 - t^2 = 4 (n + 1) / (n + 2)^2 and n + 1 = (1 + e)^2, so that (1 - t^2) sigmoid(x) = 4 e (1 + e) / (n + 2)^2.
            var (e, n) = Powers(x);
            var inverse = TRegister.Create(1) / (n + TRegister.Create(2));
            var t = n * inverse;
            value = x * t;
            return TRegister.MultiplyAdd(x * inverse, TRegister.Create(4) * e * (TRegister.Create(1) + e) * inverse, t);
        }

        /// <summary>e = e^x and n = e (e + 2): tanh(log(1 + e)) = n / (n + 2) without cancellation. From 20 on it is 1.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static (TRegister E, TRegister N) Powers<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister>
        {
            var e = VectorMath.Exp(TRegister.Min(TRegister.Create(20), x));
            return (e, e * (e + TRegister.Create(2)));
        }
    }

    internal readonly struct Elu : IActivationFunction
    {
        /// <summary>e^x - 1 = 2 t / (1 - t) with t = tanh(x / 2), exact near 0.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Value<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister>
        {
            var t = VectorMath.Tanh(TRegister.Create(0.5f) * TRegister.Min(default, x));
            return TRegister.IfLess(default, x, x, (t + t) / (TRegister.Create(1) - t));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Derivative<TRegister>(TRegister x, out TRegister value)
            where TRegister : struct, IRegister<TRegister>
        {
            value = Value(x);
            return TRegister.IfLess(default, x, TRegister.Create(1), value + TRegister.Create(1));
        }
    }

    internal readonly struct LeakyRelu : IActivationFunction
    {
        private const float Leak = 0.01f;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Value<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister> =>
            TRegister.IfLess(default, x, x, TRegister.Create(Leak) * x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TRegister Derivative<TRegister>(TRegister x, out TRegister value)
            where TRegister : struct, IRegister<TRegister>
        {
            value = Value(x);
            return TRegister.IfLess(default, x, TRegister.Create(1), TRegister.Create(Leak));
        }
    }
}
