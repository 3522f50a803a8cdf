using Heed.Benchmarks.Measuring;

namespace Heed.Benchmarks.Tests;

public class MeasuringTests
{
    [Fact]
    public void The_ratio_is_taken_within_each_round()
    {
        var (heed, peer) = (new LapTimes(), new LapTimes());
        foreach (var (ours, theirs) in new[] { (1.0, 2.0), (10, 30), (5, 10) })
        {
            heed.Add([ours]);
            peer.Add([theirs]);
        }

        Assert.Equal(2, peer.RatioTo(heed));
    }

    [Fact]
    public void A_lap_is_its_median_call_and_the_best_is_the_best_of_all()
    {
        var times = new LapTimes();
        times.Add([3, 1, 8]);
        times.Add([2, 4]);
        Assert.Equal([3, 3], times.Laps);
        Assert.Equal(1, times.Best);
    }

    [Fact]
    public void Everybody_runs_in_every_round()
    {
        using var first = new Counting();
        using var second = new Counting();
        var times = Race.Run([first, second], new Pacing(TimeSpan.FromMinutes(1), TimeSpan.Zero, MostRounds: 5));
        Assert.All(times, one => Assert.Equal(5, one.Laps.Count));
        Assert.Equal(first.Runs, second.Runs);
    }

    [Fact]
    public void The_peaks_do_what_they_say()
    {
        using var arithmetic = new ArithmeticPeak(threads: 1, isWide: false);
        using var memory = new MemoryPeak(threads: 1, bytes: 1 << 20);
        arithmetic.Run();
        memory.Run();
        Assert.Equal(1 << 20, memory.Work.Amount);
        Assert.True(arithmetic.Work.Amount > 1e6);
    }

    private sealed class Counting() : Contender("counting")
    {
        public int Runs { get; private set; }

        public override void Run() => Runs++;

        public override void Dispose()
        {
        }
    }
}
