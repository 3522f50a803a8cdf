using System.Diagnostics;
using Heed.Benchmarks.Measuring;
using Heed.Benchmarks.Memory;
using Heed.Benchmarks.Peers;
using Heed.Benchmarks.Reports;
using Heed.Kernels;

namespace Heed.Benchmarks;

/// <summary>Measures the cases of one verb and reports them.</summary>
internal sealed class Suite(string verb, SuiteSettings settings)
{
    private static readonly TimeSpan BudgetOfACase = TimeSpan.FromSeconds(6);
    private readonly QuickPlan plan = new();

    /// <summary>Returns the exit code.</summary>
    public int Run(IReadOnlyList<IBenchmarkCase> all)
    {
        var cases = all.Where(one => one.Name.Contains(settings.Filter, StringComparison.OrdinalIgnoreCase)).ToList();
        if (cases.Count == 0)
        {
            Console.Error.WriteLine($"No case has '{settings.Filter}' in its name; there are: {string.Join("; ", all.Select(one => one.Name))}.");
            return ExitCode.Usage;
        }

        WarmUp(cases);
        var measurements = new List<Measurement>();
        var report = new ConsoleReport(Console.Out, cases);
        report.Head(verb);
        foreach (var threads in settings.Threads)
        {
            Measure(cases, threads, report, measurements);
        }

        report.Foot(measurements);
        if (settings.Json is { } json)
        {
            MeasurementJson.Write(json, measurements);
        }

        if (settings.Results is { } folder)
        {
            MarkdownReport.Write(folder, verb, settings, measurements);
        }

        return ExitCode.Done;
    }

    // .NET compiles what has run thirty times anew, a tenth of a second later and beside what is running.
    private static void WarmUp(List<IBenchmarkCase> cases)
    {
        for (var sweep = 0; sweep < 3; sweep++)
        {
            cases.ForEach(one => one.WarmUp());
            Quiet.Wait();
            Thread.Sleep(200);
            Quiet.Wait();
        }
    }

    private void Measure(List<IBenchmarkCase> cases, int threads, ConsoleReport report, List<Measurement> measurements)
    {
        Team.Threads = threads;
        PeerThreads.Set(threads);
        using var peaks = new Peaks(threads);
        for (var i = 0; i < cases.Count; i++)
        {
            var later = cases[(i + 1)..];
            if (settings.IsQuick && !plan.HasTimeFor(cases[i], later, threads))
            {
                report.LeftOut(cases[i]);
                continue;
            }

            var measurement = Measure(cases[i], threads, peaks, later);
            measurements.Add(measurement);
            report.Row(measurement);
        }
    }

    private Measurement Measure(IBenchmarkCase one, int threads, Peaks peaks, IReadOnlyCollection<IBenchmarkCase> later)
    {
        var watch = Stopwatch.StartNew();
        using var contest = one.Prepare(threads);
        // What setting up has left behind is not to be swept up within a lap.
        GC.Collect();
        var setUp = watch.Elapsed;
        var (peak, peakWork) = peaks.Of(one.Work.Bound);
        var times = Race.Run([contest.Heed, .. contest.Peers, peak], Pace(later, threads));
        plan.Learn(one, threads, setUp + ((watch.Elapsed - setUp) / times[0].Laps.Count));
        var measurement = Measurement.Of(one, threads, contest, times, peakWork);
        return one is IMemoryCase whole && !settings.IsQuick
            ? measurement with { PeakMemory = PeakMemory.Measure(whole, [contest.Heed, .. contest.Peers], threads) }
            : measurement;
    }

    private Pacing Pace(IReadOnlyCollection<IBenchmarkCase> later, int threads) => settings.IsQuick
        ? new Pacing(plan.Share(later, threads), TimeSpan.FromMilliseconds(4), MostRounds: 40, settings.ByProcessorTime)
        : new Pacing(BudgetOfACase, TimeSpan.FromMilliseconds(20), MostRounds: 100, settings.ByProcessorTime, LeastRounds: 5);
}
