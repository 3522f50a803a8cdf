using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Heed.Kernels;

/// <summary>
/// exp, tanh, log(1 + x), the logistic function and the normal distribution on all lanes, each within a few units in the last place.
/// (`Vector256.Exp` widens to double, which costs three times as much.)
/// </summary>
internal static class VectorMath
{
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    /// <summary>2^x for x below 127, as the callers see to. x below -126 gives exactly zero; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TRegister Exp2<TRegister>(TRegister x)
        where TRegister : struct, IRegister<TRegister>
    {
        var n = TRegister.Round(x);
        var r = x - n;
        var p = TRegister.MultiplyAdd(TRegister.Create(Exp2Polynomial.C5), r, TRegister.Create(Exp2Polynomial.C4));
        p = TRegister.MultiplyAdd(p, r, TRegister.Create(Exp2Polynomial.C3));
        p = TRegister.MultiplyAdd(p, r, TRegister.Create(Exp2Polynomial.C2));
        p = TRegister.MultiplyAdd(p, r, TRegister.Create(Exp2Polynomial.C1));
        p = TRegister.MultiplyAdd(p, r, TRegister.Create(1));
        return TRegister.IfLess(x, TRegister.Create(-126), default, TRegister.Scale(p, n));
    }

    /// <inheritdoc cref="Exp{TRegister}"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x) => Exp(new Register256(x)).Value;

    /// <summary>e^x for x below 88, as the callers see to. What is below 2^-126 is exactly zero; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TRegister Exp<TRegister>(TRegister x)
        where TRegister : struct, IRegister<TRegister>
    {
        // ln 2 in two parts, so that x - n ln 2 keeps all its bits; then the polynomial of Exp2, its argument in units of ln 2.
        var n = TRegister.Round(x * TRegister.Create(Exp2Polynomial.Log2E));
        var r = TRegister.MultiplyAdd(n, TRegister.Create(-Ln2High), x);
        r = TRegister.MultiplyAdd(n, TRegister.Create(-Ln2Low), r);
        var p = TRegister.MultiplyAdd(TRegister.Create(8.29031584e-3f), r, TRegister.Create(4.18979488e-2f));
        p = TRegister.MultiplyAdd(p, r, TRegister.Create(0.166676363f));
        p = TRegister.MultiplyAdd(p, r, TRegister.Create(0.499991494f));
        p = TRegister.MultiplyAdd(p, r, TRegister.Create(0.999999707f));
        p = TRegister.MultiplyAdd(p, r, TRegister.Create(1));
        // -126 ln 2
        return TRegister.IfLess(x, TRegister.Create(-87.3365479f), default, TRegister.Scale(p, n));
    }

    /// <inheritdoc cref="Tanh{TRegister}"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Tanh(Vector256<float> x) => Tanh(new Register256(x)).Value;

    /// <summary>tanh x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TRegister Tanh<TRegister>(TRegister x)
        where TRegister : struct, IRegister<TRegister>
    {
        var size = TRegister.Abs(x);
        var bounded = TRegister.Min(TRegister.Create(20), size);
        var square = x * x;
        // Cephes' tanhf: an odd polynomial below 0.625, 1 - 2 / (e^2x + 1) above.
        var p = TRegister.MultiplyAdd(square, TRegister.Create(-5.70498872745e-3f), TRegister.Create(2.06390887954e-2f));
        p = TRegister.MultiplyAdd(p, square, TRegister.Create(-5.37397155531e-2f));
        p = TRegister.MultiplyAdd(p, square, TRegister.Create(1.33314422036e-1f));
        p = TRegister.MultiplyAdd(p, square, TRegister.Create(-3.33332819422e-1f));
        var small = TRegister.MultiplyAdd(p * square, x, x);
        var large = TRegister.Create(1) - (TRegister.Create(2) / (Exp(bounded + bounded) + TRegister.Create(1)));
        return TRegister.IfLess(size, TRegister.Create(0.625f), small, TRegister.CopySign(large, x));
    }

    /// <summary>s = 1 / (1 + e^-x), and 1 - s without cancellation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TRegister Sigmoid<TRegister>(TRegister x, out TRegister complement)
        where TRegister : struct, IRegister<TRegister>
    {
        var e = Exp(TRegister.Min(TRegister.Create(87), -x));
        var s = TRegister.Create(1) / (TRegister.Create(1) + e);
        complement = e * s;
        return s;
    }

    /// <summary>log(1 + x) for x in [0, 1].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TRegister LogOnePlus<TRegister>(TRegister x)
        where TRegister : struct, IRegister<TRegister>
    {
        // 2 artanh(x / (2 + x)) by its series in s <= 1/3: what is left out is below 2 s^17 / 17 = 1e-9.
        var s = x / (TRegister.Create(2) + x);
        var square = s * s;
        var p = TRegister.MultiplyAdd(TRegister.Create(2f / 15), square, TRegister.Create(2f / 13));
        p = TRegister.MultiplyAdd(p, square, TRegister.Create(2f / 11));
        p = TRegister.MultiplyAdd(p, square, TRegister.Create(2f / 9));
        p = TRegister.MultiplyAdd(p, square, TRegister.Create(2f / 7));
        p = TRegister.MultiplyAdd(p, square, TRegister.Create(2f / 5));
        p = TRegister.MultiplyAdd(p, square, TRegister.Create(2f / 3));
        p = TRegister.MultiplyAdd(p, square, TRegister.Create(2));
        return s * p;
    }

    /// <summary>Phi(x), the normal distribution function, without cancellation for negative x; and phi(x) = e^(-x^2 / 2) / sqrt(2 pi).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TRegister NormalDistribution<TRegister>(TRegister x, out TRegister density)
        where TRegister : struct, IRegister<TRegister>
    {
        // Phi(-|x|) = e^(-x^2 / 2) u p(u) with u = 1 / (1 + 0.34 |x|), as Hastings 1955 has it; p by Remez, such that Phi(x) and
        // x Phi(x) are within 1.1e-8 everywhere, and within 1.1e-5 of themselves where they are small.
        var bell = Exp2(x * x * TRegister.Create(-0.5f * Exp2Polynomial.Log2E));
        var u = TRegister.Create(1) / TRegister.MultiplyAdd(TRegister.Create(0.34f), TRegister.Abs(x), TRegister.Create(1));
        var p = TRegister.MultiplyAdd(TRegister.Create(4.42298273e-2f), u, TRegister.Create(-0.197814132f));
        p = TRegister.MultiplyAdd(p, u, TRegister.Create(0.259095006f));
        p = TRegister.MultiplyAdd(p, u, TRegister.Create(-2.60252324e-2f));
        p = TRegister.MultiplyAdd(p, u, TRegister.Create(0.154201525f));
        p = TRegister.MultiplyAdd(p, u, TRegister.Create(0.130346468f));
        p = TRegister.MultiplyAdd(p, u, TRegister.Create(0.135966549f));
        var tail = bell * u * p;
        density = bell * TRegister.Create(0.398942280f);
        return TRegister.IfLess(x, default, tail, TRegister.Create(1) - tail);
    }
}
