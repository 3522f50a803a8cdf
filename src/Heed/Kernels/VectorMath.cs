using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Heed.Kernels.Lanes;

namespace Heed.Kernels;

/// <summary>
/// exp, tanh, the logistic and the error function on eight lanes, each within a few units in the last place.
/// (`Vector256.Exp` widens to double, which costs three times as much.)
/// </summary>
internal static class VectorMath
{
    private const float Log2E = 1.44269504f;
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    // Adding 1.5 * 2^23 pushes the fraction out of a float: what stays in the low bits is the nearest integer.
    private const float Magic = 12582912f;

    /// <summary>e^x for x below 88, as the callers see to. What would be below 2^-126 is exactly zero; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
    {
        // -127 ln 2: there the exponent field becomes zero, and with it the result. In this order a NaN passes through.
        x = Vector256.MaxNative(Vector256.Create(-88.029694f), x);
        var shifted = MultiplyAdd(x, Vector256.Create(Log2E), Vector256.Create(Magic + 127f));
        var n = shifted - Vector256.Create(Magic + 127f);
        // Cephes' expf: e^r = 1 + r + r^2 p(r) for r = x - n ln 2 in [-ln 2 / 2, ln 2 / 2].
        var r = MultiplyAdd(n, Vector256.Create(-Ln2High), x);
        r = MultiplyAdd(n, Vector256.Create(-Ln2Low), r);
        var p = MultiplyAdd(Vector256.Create(1.9875691500e-4f), r, Vector256.Create(1.3981999507e-3f));
        p = MultiplyAdd(p, r, Vector256.Create(8.3334519073e-3f));
        p = MultiplyAdd(p, r, Vector256.Create(4.1665795894e-2f));
        p = MultiplyAdd(p, r, Vector256.Create(1.6666665459e-1f));
        p = MultiplyAdd(p, r, Vector256.Create(5.0000001201e-1f));
        p = MultiplyAdd(p * r, r, r) + Vector256<float>.One;
        return p * Vector256.ShiftLeft(shifted.AsInt32(), 23).AsSingle();
    }

    /// <summary>tanh x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Tanh(Vector256<float> x)
    {
        var magnitude = Vector256.Abs(x);
        var bounded = Vector256.MinNative(Vector256.Create(20f), magnitude);
        var sign = x & Vector256.Create(-0f);
        var square = x * x;
        // Cephes' tanhf: an odd polynomial below 0.625, 1 - 2 / (e^2x + 1) above.
        var p = MultiplyAdd(square, Vector256.Create(-5.70498872745e-3f), Vector256.Create(2.06390887954e-2f));
        p = MultiplyAdd(p, square, Vector256.Create(-5.37397155531e-2f));
        p = MultiplyAdd(p, square, Vector256.Create(1.33314422036e-1f));
        p = MultiplyAdd(p, square, Vector256.Create(-3.33332819422e-1f));
        var small = MultiplyAdd(p * square, x, x);
        var large = Vector256<float>.One - (Vector256.Create(2f) / (Exp(bounded + bounded) + Vector256<float>.One));
        return Vector256.ConditionalSelect(Vector256.LessThan(magnitude, Vector256.Create(0.625f)), small, large | sign);
    }

    /// <summary>1 / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sigmoid(Vector256<float> x) =>
        Vector256<float>.One / (Vector256<float>.One + Exp(Vector256.MinNative(Vector256.Create(88f), -x)));

    /// <summary>erf x = 2 / sqrt(pi) times the integral of e^(-t^2) from 0 to x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Erf(Vector256<float> x)
    {
        var sign = x & Vector256.Create(-0f);
        var isSmall = Vector256.LessThan(Vector256.Abs(x), Vector256.Create(ErfSplit));
        return Vector256.ConditionalSelect(isSmall, ErfSmall(x), (Vector256<float>.One - ErfcLarge(x)) | sign);
    }

    /// <summary>Phi(x) = (1 + erf(x / sqrt 2)) / 2, without cancellation for negative x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> NormalDistribution(Vector256<float> x)
    {
        var half = Vector256.Create(0.5f);
        var t = x * Vector256.Create(0.70710678f);
        var isSmall = Vector256.LessThan(Vector256.Abs(t), Vector256.Create(ErfSplit));
        var tail = half * ErfcLarge(t);
        var large = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<float>.Zero), tail, Vector256<float>.One - tail);
        return Vector256.ConditionalSelect(isSmall, MultiplyAdd(half, ErfSmall(t), half), large);
    }

    /// <summary>phi(x) = e^(-x^2 / 2) / sqrt(2 pi).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> NormalDensity(Vector256<float> x) =>
        Vector256.Create(0.398942280f) * Exp(Vector256.Create(-0.5f) * x * x);

    private const float ErfSplit = 0.927734375f;

    // Minimax polynomials after N. Juffa: erf x = x + x p(x^2) below the split, 1 - e^q(|x|) above it; each within 1 ulp.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ErfSmall(Vector256<float> x)
    {
        var s = x * x;
        var p = MultiplyAdd(Vector256.Create(-5.96761703e-4f), s, Vector256.Create(4.99119423e-3f));
        p = MultiplyAdd(p, s, Vector256.Create(-2.67681349e-2f));
        p = MultiplyAdd(p, s, Vector256.Create(1.12819925e-1f));
        p = MultiplyAdd(p, s, Vector256.Create(-3.76125336e-1f));
        p = MultiplyAdd(p, s, Vector256.Create(1.28379166e-1f));
        return MultiplyAdd(p, x, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ErfcLarge(Vector256<float> x)
    {
        var t = Vector256.MinNative(Vector256.Create(20f), Vector256.Abs(x));
        var s = t * t;
        var p = MultiplyAdd(Vector256.Create(-1.72853470e-5f), t, Vector256.Create(3.83197126e-4f));
        var u = MultiplyAdd(Vector256.Create(-3.88396438e-3f), t, Vector256.Create(2.42546219e-2f));
        p = MultiplyAdd(p, s, u);
        p = MultiplyAdd(p, t, Vector256.Create(-1.06777877e-1f));
        p = MultiplyAdd(p, t, Vector256.Create(-6.34846687e-1f));
        p = MultiplyAdd(p, t, Vector256.Create(-1.28717512e-1f));
        return Exp(MultiplyAdd(p, t, -t));
    }
}
