using System.Diagnostics;
using Heed.Benchmarks.Measuring;

namespace Heed.Benchmarks;

/// <summary>
/// Shares a minute among the cases: each gets what it needs to be checked and run once, by a guess that gets better with each case
/// that is done, and an equal share of the rest.
/// </summary>
internal sealed class QuickPlan
{
    // Of the 60 s, what starting and reporting take.
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(54);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SetUp = TimeSpan.FromMilliseconds(150);
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private TimeSpan guessed;
    private TimeSpan needed;

    private double Slowness => guessed > TimeSpan.Zero ? Math.Max(0.5, needed / guessed) : 1;

    /// <summary>Whether there is time for a case: where there is too little for all, the longest is left out.</summary>
    public bool HasTimeFor(IBenchmarkCase one, IReadOnlyCollection<IBenchmarkCase> later, int threads)
    {
        var guess = Guess(one, threads);
        return clock.Elapsed + (Slowness * guess) < Budget
            && (clock.Elapsed + (Slowness * (guess + Guess(later, threads))) < Budget || later.Any(other => Guess(other, threads) > guess));
    }

    /// <summary>What one case may take for its rounds, the others being still to come.</summary>
    public TimeSpan Share(IReadOnlyCollection<IBenchmarkCase> later, int threads)
    {
        var left = Budget - clock.Elapsed - (Slowness * Guess(later, threads));
        return new[] { TimeSpan.Zero, new[] { Most, left / (later.Count + 1) }.Min() }.Max();
    }

    /// <summary>Takes in what a case took at least: its setting up, and one round.</summary>
    public void Learn(IBenchmarkCase one, int threads, TimeSpan took)
    {
        guessed += Guess(one, threads);
        needed += took;
    }

    private static TimeSpan Guess(IEnumerable<IBenchmarkCase> cases, int threads) =>
        cases.Aggregate(TimeSpan.Zero, (sum, one) => sum + Guess(one, threads));

    private static TimeSpan Guess(IBenchmarkCase one, int threads) =>
        SetUp + TimeSpan.FromSeconds(one.Effort / threads / (one.Work.Bound == Ceiling.Arithmetic ? 80e9 : 8e9));
}
