using System.Diagnostics;

namespace Heed.Benchmarks.Measuring;

/// <summary>
/// Many short rounds in which every contender runs once: these machines are shared, and what slows one contender in a round
/// slows its neighbours too.
/// </summary>
internal static class Race
{
    // A call of this length warms its own caches, and once a round is enough.
    private static readonly TimeSpan LongCall = TimeSpan.FromMilliseconds(50);

    /// <summary>The times of each contender, in their order. All of them have run before.</summary>
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
                times[who].Add(Lap(contenders[who], pacing));
            }

            longest = clock.Elapsed - begin;
            round++;
        }
        while (round < pacing.MostRounds && (round < pacing.LeastRounds || clock.Elapsed + longest < pacing.Budget));
        return times;
    }

    private static List<double> Lap(Contender contender, Pacing pacing)
    {
        Quiet.Wait();
        var first = Time(contender, pacing);
        if (first > LongCall.TotalMilliseconds)
        {
            return [first];
        }

        var warm = Stopwatch.StartNew();
        while (warm.Elapsed < pacing.Lap / 4)
        {
            contender.Run();
        }

        var calls = new List<double>();
        var lap = Stopwatch.StartNew();
        do
        {
            calls.Add(Time(contender, pacing));
        }
        while (lap.Elapsed < pacing.Lap);
        return calls;
    }

    private static double Time(Contender contender, Pacing pacing)
    {
        var begin = Now(pacing);
        contender.Run();
        return Now(pacing) - begin;
    }

    private static double Now(Pacing pacing) =>
        (pacing.ByProcessorTime ? Environment.CpuUsage.TotalTime : Stopwatch.GetElapsedTime(0)).TotalMilliseconds;
}
