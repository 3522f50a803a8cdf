using System.Runtime.Intrinsics;

namespace Heed.Benchmarks.Measuring;

/// <summary>What the machine can do at most with that many threads, as contenders of the races.</summary>
internal sealed class Peaks : IDisposable
{
    private const long BeyondAnyCache = 256L << 20;
    private readonly ArithmeticPeak arithmetic;
    private readonly Lazy<MemoryPeak> memory;

    public Peaks(int threads)
    {
        arithmetic = Fastest(threads);
        memory = new Lazy<MemoryPeak>(() => new MemoryPeak(threads, BeyondAnyCache));
    }

    public (Contender Contender, Work Work) Of(Ceiling bound) =>
        bound == Ceiling.Arithmetic ? (arithmetic, arithmetic.Work) : (memory.Value, memory.Value.Work);

    public void Dispose()
    {
        arithmetic.Dispose();
        if (memory.IsValueCreated)
        {
            memory.Value.Dispose();
        }
    }

    // Some processors run 512 bits in two halves or at a lower clock.
    private static ArithmeticPeak Fastest(int threads)
    {
        var narrow = new ArithmeticPeak(threads, isWide: false);
        if (!Vector512.IsHardwareAccelerated)
        {
            return narrow;
        }

        var wide = new ArithmeticPeak(threads, isWide: true);
        var times = Race.Run([narrow, wide], new Pacing(TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(5), MostRounds: 10));
        return wide.Work.Rate(times[1].Best) > narrow.Work.Rate(times[0].Best) ? wide : narrow;
    }
}
