using System.Diagnostics;

namespace Heed.Benchmarks.Measuring;

/// <summary>
/// Many short rounds in which every contender runs once: these machines are shared, and what slows one contender in a round
/// slows its neighbours too.
/// </summary>
internal static class Race
{
    // A call of this length warms its own caches.
    private static readonly TimeSpan LongCall = TimeSpan.FromMilliseconds(50);

    /// <summary>The times of each contender, in their order.</summary>
    public static IReadOnlyList<LapTimes> Run(IReadOnlyList<Contender> contenders, Pacing pacing)
    {
        var times = contenders.Select(_ => new LapTimes()).ToList();
        var clock = Stopwatch.StartNew();
        var round = 0;
        TimeSpan longest;
        do
        {
            var begin = clock.Elapsed;
            for (var turn = 0; turn < contenders.Count; turn++)
            {
                var who = (round + turn) % contenders.Count;
                times[who].Add(Lap(contenders[who], pacing, isLong: times[who].Best > LongCall.TotalMilliseconds && round > 0));
            }

            longest = clock.Elapsed - begin;
            round++;
        }
        while (round < pacing.MostRounds && clock.Elapsed + longest < pacing.Budget);
        return times;
    }

    private static List<double> Lap(Contender contender, Pacing pacing, bool isLong)
    {
        Quiet.Wait();
        var warm = Stopwatch.StartNew();
        while (!isLong && warm.Elapsed < pacing.Lap / 4)
        {
            contender.Run();
            isLong = warm.Elapsed > LongCall;
        }

        var calls = new List<double>();
        var lap = Stopwatch.StartNew();
        do
        {
            var begin = Now(pacing);
            contender.Run();
            calls.Add(Now(pacing) - begin);
        }
        while (lap.Elapsed < pacing.Lap);
        return calls;
    }

    private static double Now(Pacing pacing) =>
        (pacing.ByProcessorTime ? Environment.CpuUsage.TotalTime : Stopwatch.GetElapsedTime(0)).TotalMilliseconds;
}
