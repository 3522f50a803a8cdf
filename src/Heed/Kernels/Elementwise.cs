using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Heed.Kernels;

/// <summary>A function of up to three numbers, eight lanes at a time.</summary>
internal interface IMap
{
    /// <summary>How many of the three arguments are read.</summary>
    static abstract int Inputs { get; }

    Vector256<float> Apply(Vector256<float> x, Vector256<float> y, Vector256<float> z);
}

/// <summary>
/// Applies a map along spans, on the team where they are long. The last few elements go through the same vector function, so
/// an element's result does not depend on its place.
/// </summary>
internal static unsafe class Elementwise
{
    private const int Chunk = 16 * 1024;

    public static void Run<TMap>(TMap map, Span<float> destination, ReadOnlySpan<float> x, ReadOnlySpan<float> y = default,
        ReadOnlySpan<float> z = default)
        where TMap : struct, IMap
    {
        Require.Length(x, TMap.Inputs >= 1 ? destination.Length : 0);
        Require.Length(y, TMap.Inputs >= 2 ? destination.Length : 0);
        Require.Length(z, TMap.Inputs >= 3 ? destination.Length : 0);
        fixed (float* px = x, py = y, pz = z, pDestination = destination)
        {
            var work = new Work<TMap> { Map = map, X = px, Y = py, Z = pz, Destination = pDestination, Length = destination.Length };
            if (destination.Length <= 2 * Chunk)
            {
                work.RunRange(0, destination.Length);
            }
            else
            {
                Team.Run(ref work, (int)(((long)destination.Length + Chunk - 1) / Chunk));
            }
        }
    }

    private struct Work<TMap> : IParallelWork
        where TMap : struct, IMap
    {
        public TMap Map;
        public float* X;
        public float* Y;
        public float* Z;
        public float* Destination;
        public int Length;

        public readonly void Run(int item) => RunRange(item * Chunk, Math.Min(Length - (item * Chunk), Chunk));

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void RunRange(int start, int count)
        {
            var map = Map;
            float* x = X + start, y = Y + start, z = Z + start, destination = Destination + start;
            nint i = 0;
            for (; i + 8 <= count; i += 8)
            {
                map.Apply(
                    TMap.Inputs >= 1 ? Vector256.Load(x + i) : default,
                    TMap.Inputs >= 2 ? Vector256.Load(y + i) : default,
                    TMap.Inputs >= 3 ? Vector256.Load(z + i) : default).Store(destination + i);
            }

            if (i < count)
            {
                var rest = (int)(count - i);
                map.Apply(
                    TMap.Inputs >= 1 ? Lanes.Load(x + i, rest) : default,
                    TMap.Inputs >= 2 ? Lanes.Load(y + i, rest) : default,
                    TMap.Inputs >= 3 ? Lanes.Load(z + i, rest) : default).StoreFirst(destination + i, rest);
            }
        }
    }
}
