namespace Heed.Benchmarks.Measuring;

/// <summary>How long a race takes, and what it is timed with.</summary>
/// <param name="Budget">No round begins that would end after it, but for the least.</param>
/// <param name="Lap">How long a contender runs in each round, at least.</param>
/// <param name="MostRounds">Enough is enough.</param>
/// <param name="ByProcessorTime">Whether the process's own processor time is taken, and not the clock's.</param>
/// <param name="LeastRounds">A median wants some, however long they take.</param>
internal readonly record struct Pacing(TimeSpan Budget, TimeSpan Lap, int MostRounds, bool ByProcessorTime = false, int LeastRounds = 1);
