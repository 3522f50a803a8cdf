using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Heed.Kernels;

/// <summary>
/// Philox4x32 (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"): 128 random bits as a pure
/// function of a 128-bit counter and a 64-bit key. Ten rounds are the authors' recommendation; seven pass BigCrush as well.
/// </summary>
internal static class Philox
{
    public const int Rounds = 10;
    public const int FewerRounds = 7;
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;

    public static (uint W0, uint W1, uint W2, uint W3) Words(uint c0, uint c1, uint c2, uint c3, ulong key, int rounds)
    {
        var (k0, k1) = ((uint)key, (uint)(key >> 32));
        for (var round = 0; round < rounds; round++)
        {
            var p0 = (ulong)Multiplier0 * c0;
            var p1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += Weyl0;
            k1 += Weyl1;
        }

        return (c0, c1, c2, c3);
    }

    /// <summary>Eight counters at once; each is replaced by its four words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Words(
        ref Vector256<uint> c0, ref Vector256<uint> c1, ref Vector256<uint> c2, ref Vector256<uint> c3, ulong key, int rounds)
    {
        var (k0, k1) = ((uint)key, (uint)(key >> 32));
        for (var round = 0; round < rounds; round++)
        {
            Multiply(c0, Multiplier0, out var high0, out var low0);
            Multiply(c2, Multiplier1, out var high1, out var low1);
            c0 = high1 ^ c1 ^ Vector256.Create(k0);
            c1 = low1;
            c2 = high0 ^ c3 ^ Vector256.Create(k1);
            c3 = low0;
            k0 += Weyl0;
            k1 += Weyl1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply(Vector256<uint> x, uint multiplier, out Vector256<uint> high, out Vector256<uint> low)
    {
        low = x * Vector256.Create(multiplier);
        Vector256<ulong> even, odd;
        if (Avx2.IsSupported)
        {
            even = Avx2.Multiply(x, Vector256.Create(multiplier));
            odd = Avx2.Multiply(Vector256.ShiftRightLogical(x.AsUInt64(), 32).AsUInt32(), Vector256.Create(multiplier));
        }
        else
        {
            even = (x.AsUInt64() & Vector256.Create(0xFFFFFFFFul)) * Vector256.Create((ulong)multiplier);
            odd = Vector256.ShiftRightLogical(x.AsUInt64(), 32) * Vector256.Create((ulong)multiplier);
        }

        high = (Vector256.ShiftRightLogical(even, 32) | (odd & Vector256.Create(0xFFFFFFFF00000000ul))).AsUInt32();
    }
}
