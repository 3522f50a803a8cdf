using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Heed.Kernels;

/// <summary>A function of up to three numbers, on all lanes.</summary>
internal interface IMap
{
    /// <summary>How many of the three arguments are read.</summary>
    static abstract int Inputs { get; }

    TRegister Apply<TRegister>(TRegister x, TRegister y, TRegister z)
        where TRegister : struct, IRegister<TRegister>;
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

        public readonly void RunRange(int start, int count)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                RunRange<Register512>(start, count);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                RunRange<Register256>(start, count);
            }
            else
            {
                RunRange<Register128>(start, count);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void RunRange<TRegister>(int start, int count)
            where TRegister : struct, IRegister<TRegister>
        {
            var map = Map;
            float* x = X + start, y = Y + start, z = Z + start, destination = Destination + start;
            nint i = 0;
            for (; i + TRegister.Count <= count; i += TRegister.Count)
            {
                map.Apply(
                    TMap.Inputs >= 1 ? TRegister.Load(x + i) : default,
                    TMap.Inputs >= 2 ? TRegister.Load(y + i) : default,
                    TMap.Inputs >= 3 ? TRegister.Load(z + i) : default).Store(destination + i);
            }

            if (i < count)
            {
                var rest = (int)(count - i);
                map.Apply(
                    TMap.Inputs >= 1 ? TRegister.Load(x + i, rest) : default,
                    TMap.Inputs >= 2 ? TRegister.Load(y + i, rest) : default,
                    TMap.Inputs >= 3 ? TRegister.Load(z + i, rest) : default).Store(destination + i, rest);
            }
        }
    }
}
