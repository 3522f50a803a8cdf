namespace Heed.Benchmarks.Measuring;

/// <summary>How long a race takes, and what it is timed with.</summary>
/// <param name="Budget">No round begins that would end after it, but for the first.</param>
/// <param name="Lap">How long a contender runs in each round, at least.</param>
/// <param name="MostRounds">Enough is enough.</param>
/// <param name="ByProcessorTime">Whether the process's own processor time is taken, and not the clock's.</param>
internal readonly record struct Pacing(TimeSpan Budget, TimeSpan Lap, int MostRounds, bool ByProcessorTime = false);
