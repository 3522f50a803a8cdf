using System.Diagnostics;
using Heed.Benchmarks.Measuring;
using Heed.Benchmarks.Peers;
using Heed.Benchmarks.Reports;
using Heed.Kernels;

namespace Heed.Benchmarks;

/// <summary>Measures the cases of one verb and reports them.</summary>
internal sealed class Suite(string verb, SuiteSettings settings)
{
    // Of the 60 s, what starting and reporting take.
    private static readonly TimeSpan QuickBudget = TimeSpan.FromSeconds(52);
    private static readonly TimeSpan BudgetOfACase = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan SinceStart = DateTime.Now - Process.GetCurrentProcess().StartTime;
    private readonly Stopwatch clock = Stopwatch.StartNew();

    /// <summary>Returns the exit code.</summary>
    public int Run(IReadOnlyList<IBenchmarkCase> all)
    {
        var cases = all.Where(one => one.Name.Contains(settings.Filter, StringComparison.OrdinalIgnoreCase)).ToList();
        if (cases.Count == 0)
        {
            Console.Error.WriteLine($"No case has '{settings.Filter}' in its name; there are: {string.Join("; ", all.Select(one => one.Name))}.");
            return 2;
        }

        var measurements = new List<Measurement>();
        var report = new ConsoleReport(Console.Out, cases);
        report.Head(verb);
        foreach (var threads in settings.Threads)
        {
            Team.Threads = threads;
            PeerThreads.Set(threads);
            using var peaks = new Peaks(threads);
            for (var i = 0; i < cases.Count; i++)
            {
                var measurement = Measure(cases[i], threads, peaks, cases.Skip(i + 1));
                measurements.Add(measurement);
                report.Row(measurement);
            }
        }

        report.Foot(measurements);
        if (settings.Json is { } json)
        {
            MeasurementJson.Write(json, measurements);
        }

        if (settings.Results is { } folder)
        {
            MarkdownReport.Write(folder, verb, measurements);
        }

        return 0;
    }

    private Measurement Measure(IBenchmarkCase one, int threads, Peaks peaks, IEnumerable<IBenchmarkCase> later)
    {
        using var contest = one.Prepare(threads);
        var peak = peaks.Of(one.Work.Bound);
        var times = Race.Run([contest.Heed, .. contest.Peers, peak.Contender], Pace(threads, later));
        return Measurement.Of(one, threads, contest, times, peak.Work);
    }

    // Of the time that is left each case gets what it needs, by a guess, and an equal share of the rest.
    private Pacing Pace(int threads, IEnumerable<IBenchmarkCase> later)
    {
        if (!settings.IsQuick)
        {
            return new Pacing(BudgetOfACase, TimeSpan.FromMilliseconds(20), MostRounds: 100);
        }

        var waiting = later.ToList();
        var needed = waiting.Sum(one => Guess(one.Work, threads));
        var left = (QuickBudget - SinceStart - clock.Elapsed).TotalSeconds - needed;
        return new Pacing(TimeSpan.FromSeconds(Math.Max(0, left / (waiting.Count + 1))), TimeSpan.FromMilliseconds(4), MostRounds: 40);
    }

    // Three contenders check and race, at 40 GFLOP/s or 5 GB/s a thread.
    private static double Guess(Work work, int threads) =>
        6 * work.Amount / threads / (work.Bound == Ceiling.Arithmetic ? 40e9 : 5e9);
}
