using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Heed.Kernels;

namespace Heed.Benchmarks.Measuring;

/// <summary>
/// The most float multiply-adds that the threads can do: twelve independent chains in registers, which hide a latency of up
/// to six cycles at two instructions a cycle. In vectors of 256 or 512 bits, whichever is faster here.
/// </summary>
internal sealed class ArithmeticPeak : Contender
{
    private const int Chains = 12;
    private const int Steps = 8192;
    private readonly int items;
    private readonly bool isWide;

    public ArithmeticPeak(int threads, bool isWide)
        : base("peak", isWide ? "512 bits" : "256 bits")
    {
        this.isWide = isWide;
        items = threads * 4;
    }

    /// <summary>What one run does.</summary>
    public Work Work => Work.Operations(2.0 * Chains * Steps * (isWide ? 16 : 8) * items);

    public override void Run()
    {
        if (isWide)
        {
            var wide = default(Wide);
            Team.Run(ref wide, items);
        }
        else
        {
            var narrow = default(Narrow);
            Team.Run(ref narrow, items);
        }
    }

    public override void Dispose()
    {
    }

    private struct Narrow : IParallelWork
    {
        private float sink;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int item)
        {
            var (x, y) = (Vector256.Create(1 - 1e-7f), Vector256.Create(1e-7f * (item + 1)));
            var (a, b, c, d, e, f, g, h, i, j, k, l) = (y, y, y, y, y, y, y, y, y, y, y, y);
            for (var step = 0; step < Steps; step++)
            {
                a = Vector256.MultiplyAddEstimate(a, x, y);
                b = Vector256.MultiplyAddEstimate(b, x, y);
                c = Vector256.MultiplyAddEstimate(c, x, y);
                d = Vector256.MultiplyAddEstimate(d, x, y);
                e = Vector256.MultiplyAddEstimate(e, x, y);
                f = Vector256.MultiplyAddEstimate(f, x, y);
                g = Vector256.MultiplyAddEstimate(g, x, y);
                h = Vector256.MultiplyAddEstimate(h, x, y);
                i = Vector256.MultiplyAddEstimate(i, x, y);
                j = Vector256.MultiplyAddEstimate(j, x, y);
                k = Vector256.MultiplyAddEstimate(k, x, y);
                l = Vector256.MultiplyAddEstimate(l, x, y);
            }

            sink = Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
        }
    }

    private struct Wide : IParallelWork
    {
        private float sink;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int item)
        {
            var (x, y) = (Vector512.Create(1 - 1e-7f), Vector512.Create(1e-7f * (item + 1)));
            var (a, b, c, d, e, f, g, h, i, j, k, l) = (y, y, y, y, y, y, y, y, y, y, y, y);
            for (var step = 0; step < Steps; step++)
            {
                a = Vector512.MultiplyAddEstimate(a, x, y);
                b = Vector512.MultiplyAddEstimate(b, x, y);
                c = Vector512.MultiplyAddEstimate(c, x, y);
                d = Vector512.MultiplyAddEstimate(d, x, y);
                e = Vector512.MultiplyAddEstimate(e, x, y);
                f = Vector512.MultiplyAddEstimate(f, x, y);
                g = Vector512.MultiplyAddEstimate(g, x, y);
                h = Vector512.MultiplyAddEstimate(h, x, y);
                i = Vector512.MultiplyAddEstimate(i, x, y);
                j = Vector512.MultiplyAddEstimate(j, x, y);
                k = Vector512.MultiplyAddEstimate(k, x, y);
                l = Vector512.MultiplyAddEstimate(l, x, y);
            }

            sink = Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
        }
    }
}
