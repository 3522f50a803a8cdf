using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Heed.Kernels;

/// <summary>The vector idioms that kernels share.</summary>
internal static unsafe class Lanes
{
    /// <summary>x y + z: fused where the processor can, two roundings elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> x, Vector256<float> y, Vector256<float> z) => Vector256.MultiplyAddEstimate(x, y, z);

    /// <inheritdoc cref="MultiplyAdd(Vector256{float}, Vector256{float}, Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> x, Vector128<float> y, Vector128<float> z) => Vector128.MultiplyAddEstimate(x, y, z);

    /// <inheritdoc cref="MultiplyAdd(Vector256{float}, Vector256{float}, Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> x, Vector512<float> y, Vector512<float> z) => Vector512.MultiplyAddEstimate(x, y, z);

    /// <summary>The first <paramref name="count"/> (less than 8) elements, the other lanes zero.</summary>
    public static Vector256<float> Load(float* source, int count)
    {
        var buffer = stackalloc float[8];
        Vector256<float>.Zero.Store(buffer);
        for (var i = 0; i < count; i++)
        {
            buffer[i] = source[i];
        }

        return Vector256.Load(buffer);
    }

    /// <summary>Stores the first <paramref name="count"/> (less than 8) lanes.</summary>
    public static void StoreFirst(this Vector256<float> lanes, float* destination, int count)
    {
        for (var i = 0; i < count; i++)
        {
            destination[i] = lanes.GetElement(i);
        }
    }

    /// <summary>Has the line at <paramref name="address"/>, which need not exist, brought into the second-level cache, where the processor takes such hints.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(float* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch1(address);
        }
    }

    /// <summary>The sum of eight lanes, in a fixed order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256<float> lanes)
    {
        var four = lanes.GetLower() + lanes.GetUpper();
        var two = four + Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1));
        return two.ToScalar() + two.GetElement(1);
    }

    /// <summary>The sums of the lanes of four, in a fixed order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sums(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d)
    {
        if (!Sse.IsSupported)
        {
            return Vector128.Create(Sum(a), Sum(b), Sum(c), Sum(d));
        }

        Vector128<float> a4 = a.GetLower() + a.GetUpper(), b4 = b.GetLower() + b.GetUpper(), c4 = c.GetLower() + c.GetUpper(), d4 = d.GetLower() + d.GetUpper();
        var ab = Sse.UnpackLow(a4, b4) + Sse.UnpackHigh(a4, b4);
        var cd = Sse.UnpackLow(c4, d4) + Sse.UnpackHigh(c4, d4);
        return Sse.MoveLowToHigh(ab, cd) + Sse.MoveHighToLow(cd, ab);
    }

    /// <summary>Eight bfloat16, the upper halves of floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Widen(ushort* source)
    {
        var (low, high) = Vector128.Widen(Vector128.Load(source));
        return Vector256.ShiftLeft(Vector256.Create(low, high), 16).AsSingle();
    }
}
