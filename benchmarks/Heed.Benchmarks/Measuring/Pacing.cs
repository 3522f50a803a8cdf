namespace Heed.Benchmarks.Measuring;

/// <summary>How long a race takes.</summary>
/// <param name="Budget">No round begins after it, but for the first.</param>
/// <param name="Lap">How long a contender runs in each round, at least.</param>
/// <param name="MostRounds">Enough is enough.</param>
internal readonly record struct Pacing(TimeSpan Budget, TimeSpan Lap, int MostRounds);
