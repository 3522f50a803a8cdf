using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Heed.Kernels;

/// <summary>
/// Inverted dropout (Srivastava et al. 2014): y = x keep / (1 - rate). Whether element i is kept is a pure function of a key and
/// i, so the mask is never stored and does not depend on threads.
/// </summary>
public static unsafe class DropoutKernel
{
    // Elements i of a block of 32 take word i / 8 of lane i % 8: eight neighbouring Philox counters, nothing to transpose.
    private const int Block = 32;
    private const int Chunk = 16 * 1024;

    /// <summary>y = x keep / (1 - rate). y may be x.</summary>
    /// <param name="rate">The share that is dropped, in [0, 1).</param>
    /// <param name="key">Names the mask.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is outside [0, 1).</exception>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y, float rate, ulong key) => Run(x, y, rate, key, accumulate: false);

    /// <summary>dx += dy keep / (1 - rate), with the mask of the forward.</summary>
    public static void Backward(ReadOnlySpan<float> dy, Span<float> dx, float rate, ulong key) => Run(dy, dx, rate, key, accumulate: true);

    /// <summary>Whether element <paramref name="index"/> is kept.</summary>
    public static bool Keeps(ulong key, long index, float rate)
    {
        var counter = ((ulong)index / Block * 8) + ((ulong)index % 8);
        var (w0, w1, w2, w3) = Philox.Words((uint)counter, (uint)(counter >> 32), 0, 0, key, Philox.FewerRounds);
        var word = (index % Block / 8) switch { 0 => w0, 1 => w1, 2 => w2, _ => w3 };
        return word >= Threshold(rate);
    }

    /// <summary>A random word below this is dropped.</summary>
    internal static uint Threshold(float rate)
    {
        if (!(rate >= 0 && rate < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(rate), $"A dropout rate is in [0, 1), not {rate}.");
        }

        return (uint)Math.Round(rate * 4294967296.0);
    }

    private static void Run(ReadOnlySpan<float> x, Span<float> y, float rate, ulong key, bool accumulate)
    {
        Require.Length(y, x.Length);
        fixed (float* px = x, py = y)
        {
            var work = new Work
            {
                X = px, Y = py, Length = x.Length, Threshold = Threshold(rate), Factor = 1 / (1 - rate), Key = key,
                Accumulate = accumulate
            };
            Team.Run(ref work, (int)(((long)x.Length + Chunk - 1) / Chunk));
        }
    }

    private struct Work : IParallelWork
    {
        public float* X;
        public float* Y;
        public int Length;
        public uint Threshold;
        public float Factor;
        public ulong Key;
        public bool Accumulate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int item)
        {
            var start = item * Chunk;
            var end = Math.Min(Length, start + Chunk);
            var threshold = Vector256.Create(Threshold);
            var factor = Vector256.Create(Factor);
            for (var i = start; i < end; i += Block)
            {
                var counter = (uint)(i / Block * 8);
                var c0 = Vector256.Create(counter) + Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7);
                Vector256<uint> c1 = default, c2 = default, c3 = default;
                Philox.Words(ref c0, ref c1, ref c2, ref c3, Key, Philox.FewerRounds);
                Eight(i, end, Vector256.GreaterThanOrEqual(c0, threshold).AsSingle() & factor);
                Eight(i + 8, end, Vector256.GreaterThanOrEqual(c1, threshold).AsSingle() & factor);
                Eight(i + 16, end, Vector256.GreaterThanOrEqual(c2, threshold).AsSingle() & factor);
                Eight(i + 24, end, Vector256.GreaterThanOrEqual(c3, threshold).AsSingle() & factor);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Eight(int i, int end, Vector256<float> factor)
        {
            if (i + 8 <= end)
            {
                var y = factor * Vector256.Load(X + i);
                (Accumulate ? y + Vector256.Load(Y + i) : y).Store(Y + i);
            }
            else
            {
                for (var lane = 0; i + lane < end; lane++)
                {
                    var y = factor.GetElement(lane) * X[i + lane];
                    Y[i + lane] = Accumulate ? Y[i + lane] + y : y;
                }
            }
        }
    }
}
