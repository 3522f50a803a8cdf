using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Heed.Kernels.Lanes;

namespace Heed.Kernels;

/// <summary>Reductions of one row, in an order that depends on its length alone.</summary>
internal static unsafe class RowMath
{
    /// <summary>The largest element; NaN if there is one; -inf for an empty row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Max(float* x, int count)
    {
        var max = Vector256.Create(float.NegativeInfinity);
        var i = 0;
        for (; i + 8 <= count; i += 8)
        {
            max = Vector256.Max(max, Vector256.Load(x + i));
        }

        var result = float.NegativeInfinity;
        for (var lane = 0; lane < 8; lane++)
        {
            result = MathF.Max(result, max.GetElement(lane));
        }

        for (; i < count; i++)
        {
            result = MathF.Max(result, x[i]);
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Sum(float* x, int count)
    {
        Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default;
        var i = 0;
        for (; i + 32 <= count; i += 32)
        {
            s0 += Vector256.Load(x + i);
            s1 += Vector256.Load(x + i + 8);
            s2 += Vector256.Load(x + i + 16);
            s3 += Vector256.Load(x + i + 24);
        }

        for (; i + 8 <= count; i += 8)
        {
            s0 += Vector256.Load(x + i);
        }

        if (i < count)
        {
            s1 += Load(x + i, count - i);
        }

        return Lanes.Sum((s0 + s1) + (s2 + s3));
    }

    /// <summary>The sum of (x - center)^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float SumOfSquares(float* x, int count, float center)
    {
        var c = Vector256.Create(center);
        Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default;
        var i = 0;
        for (; i + 32 <= count; i += 32)
        {
            var d0 = Vector256.Load(x + i) - c;
            var d1 = Vector256.Load(x + i + 8) - c;
            var d2 = Vector256.Load(x + i + 16) - c;
            var d3 = Vector256.Load(x + i + 24) - c;
            s0 = MultiplyAdd(d0, d0, s0);
            s1 = MultiplyAdd(d1, d1, s1);
            s2 = MultiplyAdd(d2, d2, s2);
            s3 = MultiplyAdd(d3, d3, s3);
        }

        for (; i + 8 <= count; i += 8)
        {
            var d = Vector256.Load(x + i) - c;
            s0 = MultiplyAdd(d, d, s0);
        }

        var sum = Lanes.Sum((s0 + s1) + (s2 + s3));
        for (; i < count; i++)
        {
            sum += (x[i] - center) * (x[i] - center);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(float* x, float* y, int count)
    {
        Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default;
        var i = 0;
        for (; i + 32 <= count; i += 32)
        {
            s0 = MultiplyAdd(Vector256.Load(x + i), Vector256.Load(y + i), s0);
            s1 = MultiplyAdd(Vector256.Load(x + i + 8), Vector256.Load(y + i + 8), s1);
            s2 = MultiplyAdd(Vector256.Load(x + i + 16), Vector256.Load(y + i + 16), s2);
            s3 = MultiplyAdd(Vector256.Load(x + i + 24), Vector256.Load(y + i + 24), s3);
        }

        for (; i + 8 <= count; i += 8)
        {
            s0 = MultiplyAdd(Vector256.Load(x + i), Vector256.Load(y + i), s0);
        }

        var sum = Lanes.Sum((s0 + s1) + (s2 + s3));
        for (; i < count; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    /// <summary>y = e^(x - max); returns the sum of y. -inf gives exactly zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float ExpAndSum(float* x, float* y, int count, float max)
    {
        var m = Vector256.Create(max);
        Vector256<float> s0 = default, s1 = default;
        var i = 0;
        for (; i + 16 <= count; i += 16)
        {
            var e0 = VectorMath.Exp(Vector256.Load(x + i) - m);
            var e1 = VectorMath.Exp(Vector256.Load(x + i + 8) - m);
            e0.Store(y + i);
            e1.Store(y + i + 8);
            s0 += e0;
            s1 += e1;
        }

        for (; i + 8 <= count; i += 8)
        {
            var e = VectorMath.Exp(Vector256.Load(x + i) - m);
            e.Store(y + i);
            s0 += e;
        }

        var sum = Lanes.Sum(s0 + s1);
        if (i < count)
        {
            var rest = count - i;
            var e = VectorMath.Exp(Load(x + i, rest) - m);
            e.StoreFirst(y + i, rest);
            for (var lane = 0; lane < rest; lane++)
            {
                sum += e.GetElement(lane);
            }
        }

        return sum;
    }

    /// <summary>y = factor x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(float* x, float factor, float* y, int count)
    {
        var f = Vector256.Create(factor);
        var i = 0;
        for (; i + 8 <= count; i += 8)
        {
            (f * Vector256.Load(x + i)).Store(y + i);
        }

        for (; i < count; i++)
        {
            y[i] = factor * x[i];
        }
    }

    /// <summary>y += factor x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(float* x, float factor, float* y, int count)
    {
        var f = Vector256.Create(factor);
        var i = 0;
        for (; i + 8 <= count; i += 8)
        {
            MultiplyAdd(f, Vector256.Load(x + i), Vector256.Load(y + i)).Store(y + i);
        }

        if (i < count)
        {
            var rest = count - i;
            MultiplyAdd(f, Load(x + i, rest), Load(y + i, rest)).StoreFirst(y + i, rest);
        }
    }

    /// <summary>y += x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* x, float* y, int count)
    {
        var i = 0;
        for (; i + 8 <= count; i += 8)
        {
            (Vector256.Load(x + i) + Vector256.Load(y + i)).Store(y + i);
        }

        for (; i < count; i++)
        {
            y[i] += x[i];
        }
    }

    /// <summary>x *= y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* x, float* y, int count)
    {
        var i = 0;
        for (; i + 8 <= count; i += 8)
        {
            (Vector256.Load(x + i) * Vector256.Load(y + i)).Store(x + i);
        }

        for (; i < count; i++)
        {
            x[i] *= y[i];
        }
    }

    /// <summary>Whether no number of a matrix is NaN or infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AreFinite(float* x, int stride, int rows, int columns)
    {
        // x 0 is 0 for finite numbers, and NaN for others.
        Vector256<float> sum = default, sum1 = default, sum2 = default, sum3 = default;
        var rest = 0f;
        for (var row = 0; row < rows; row++, x += stride)
        {
            var i = 0;
            for (; i + 32 <= columns; i += 32)
            {
                sum = MultiplyAdd(Vector256.Load(x + i), Vector256<float>.Zero, sum);
                sum1 = MultiplyAdd(Vector256.Load(x + i + 8), Vector256<float>.Zero, sum1);
                sum2 = MultiplyAdd(Vector256.Load(x + i + 16), Vector256<float>.Zero, sum2);
                sum3 = MultiplyAdd(Vector256.Load(x + i + 24), Vector256<float>.Zero, sum3);
            }

            for (; i + 8 <= columns; i += 8)
            {
                sum = MultiplyAdd(Vector256.Load(x + i), Vector256<float>.Zero, sum);
            }

            for (; i < columns; i++)
            {
                rest += x[i] * 0f;
            }
        }

        return Vector256.EqualsAll((sum + sum1) + (sum2 + sum3), Vector256<float>.Zero) && rest == 0;
    }
}
