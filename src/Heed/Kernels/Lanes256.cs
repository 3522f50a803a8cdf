using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Heed.Kernels;

/// <summary>Sixteen lanes in two registers of 256 bits; where there are none, the runtime makes four of 128 of them.</summary>
internal readonly unsafe struct Lanes256(Vector256<float> low, Vector256<float> high) : ILanes<Lanes256>
{
    private const float Magic = 12582912f;

    private readonly Vector256<float> low = low;
    private readonly Vector256<float> high = high;

    public static Lanes256 Ramp => new(Vector256.Create(0f, 1, 2, 3, 4, 5, 6, 7), Vector256.Create(8f, 9, 10, 11, 12, 13, 14, 15));

    public static Lanes256 Zero => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Create(float value) => new(Vector256.Create(value), Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Load(float* source) => new(Vector256.Load(source), Vector256.Load(source + 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Load(ushort* source) => new(Lanes.Widen(source), Lanes.Widen(source + 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* destination)
    {
        low.Store(destination);
        high.Store(destination + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator +(Lanes256 x, Lanes256 y) => new(x.low + y.low, x.high + y.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator -(Lanes256 x, Lanes256 y) => new(x.low - y.low, x.high - y.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator *(Lanes256 x, Lanes256 y) => new(x.low * y.low, x.high * y.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator /(Lanes256 x, Lanes256 y) => new(x.low / y.low, x.high / y.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 MultiplyAdd(Lanes256 x, Lanes256 y, Lanes256 z) =>
        new(Lanes.MultiplyAdd(x.low, y.low, z.low), Lanes.MultiplyAdd(x.high, y.high, z.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Max(Lanes256 x, Lanes256 y) => new(Vector256.MaxNative(x.low, y.low), Vector256.MaxNative(x.high, y.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Min(Lanes256 x, Lanes256 y) => new(Vector256.MinNative(x.low, y.low), Vector256.MinNative(x.high, y.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 SelectWithin(Lanes256 x, Lanes256 low, Lanes256 high, Lanes256 then, Lanes256 otherwise) => new(
        Vector256.ConditionalSelect(
            Vector256.GreaterThanOrEqual(x.low, low.low) & Vector256.LessThan(x.low, high.low), then.low, otherwise.low),
        Vector256.ConditionalSelect(
            Vector256.GreaterThanOrEqual(x.high, low.high) & Vector256.LessThan(x.high, high.high), then.high, otherwise.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Abs(Lanes256 x) => new(Vector256.Abs(x.low), Vector256.Abs(x.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Exp(Lanes256 x) => new(Exp(x.low), Exp(x.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Tanh(Lanes256 x) => new(VectorMath.Tanh(x.low), VectorMath.Tanh(x.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sums(Lanes256 a, Lanes256 b, Lanes256 c, Lanes256 d) =>
        Lanes.Sums(a.low + a.high, b.low + b.high, c.low + c.high, d.low + d.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyGreater(Lanes256 x, Lanes256 y) =>
        Vector256.GreaterThanAny(x.low, y.low) || Vector256.GreaterThanAny(x.high, y.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 SelectEqual(Lanes256 x, Lanes256 y, Lanes256 then, Lanes256 otherwise) => new(
        Vector256.ConditionalSelect(Vector256.Equals(x.low, y.low), then.low, otherwise.low),
        Vector256.ConditionalSelect(Vector256.Equals(x.high, y.high), then.high, otherwise.high));

    /// <summary>e^x for x below 88; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
    {
        // At 2^-127 the exponent field becomes zero, and with it the result. In this order a NaN passes through.
        var power = Vector256.MaxNative(Vector256.Create(-127f), x * Vector256.Create(Exp2Polynomial.Log2E));
        var shifted = power + Vector256.Create(Magic + 127f);
        var fraction = power - (shifted - Vector256.Create(Magic + 127f));
        var p = Lanes.MultiplyAdd(Vector256.Create(Exp2Polynomial.C5), fraction, Vector256.Create(Exp2Polynomial.C4));
        p = Lanes.MultiplyAdd(p, fraction, Vector256.Create(Exp2Polynomial.C3));
        p = Lanes.MultiplyAdd(p, fraction, Vector256.Create(Exp2Polynomial.C2));
        p = Lanes.MultiplyAdd(p, fraction, Vector256.Create(Exp2Polynomial.C1));
        p = Lanes.MultiplyAdd(p, fraction, Vector256<float>.One);
        return p * Vector256.ShiftLeft(shifted.AsInt32(), 23).AsSingle();
    }
}
