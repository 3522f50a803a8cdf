using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Heed.Kernels;

/// <summary>Exponentials of one row that are used at once, so that nothing of a row's length has to be kept.</summary>
internal static unsafe class ExponentialRow
{
    /// <summary>The sum of e^(x - max), in an order that depends on the length alone.</summary>
    public static float Sum(float* x, int count, float max) =>
        Vector512.IsHardwareAccelerated ? Sum<Register512>(x, count, max)
        : Vector256.IsHardwareAccelerated ? Sum<Register256>(x, count, max)
        : Sum<Register128>(x, count, max);

    /// <summary>y (+)= factor e^(x - max) + offset.</summary>
    public static void Scale(float* x, int count, float max, float factor, float offset, float* y, bool accumulate)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Scale<Register512>(x, count, max, factor, offset, y, accumulate);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Scale<Register256>(x, count, max, factor, offset, y, accumulate);
        }
        else
        {
            Scale<Register128>(x, count, max, factor, offset, y, accumulate);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sum<TRegister>(float* x, nint count, float max)
        where TRegister : struct, IRegister<TRegister>
    {
        var m = TRegister.Create(max);
        TRegister s0 = default, s1 = default;
        nint i = 0;
        for (; i + (2 * TRegister.Count) <= count; i += 2 * TRegister.Count)
        {
            s0 += VectorMath.Exp(TRegister.Load(x + i) - m);
            s1 += VectorMath.Exp(TRegister.Load(x + i + TRegister.Count) - m);
        }

        for (; i + TRegister.Count <= count; i += TRegister.Count)
        {
            s0 += VectorMath.Exp(TRegister.Load(x + i) - m);
        }

        var sum = (s0 + s1).Sum();
        if (i < count)
        {
            var rest = stackalloc float[TRegister.Count];
            VectorMath.Exp(TRegister.Load(x + i, (int)(count - i)) - m).Store(rest);
            for (nint lane = 0; lane < count - i; lane++)
            {
                sum += rest[lane];
            }
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale<TRegister>(float* x, nint count, float max, float factor, float offset, float* y, bool accumulate)
        where TRegister : struct, IRegister<TRegister>
    {
        TRegister m = TRegister.Create(max), f = TRegister.Create(factor), o = TRegister.Create(offset);
        nint i = 0;
        for (; i + TRegister.Count <= count; i += TRegister.Count)
        {
            var term = TRegister.MultiplyAdd(f, VectorMath.Exp(TRegister.Load(x + i) - m), o);
            (accumulate ? TRegister.Load(y + i) + term : term).Store(y + i);
        }

        if (i < count)
        {
            var rest = (int)(count - i);
            var term = TRegister.MultiplyAdd(f, VectorMath.Exp(TRegister.Load(x + i, rest) - m), o);
            (accumulate ? TRegister.Load(y + i, rest) + term : term).Store(y + i, rest);
        }
    }
}
