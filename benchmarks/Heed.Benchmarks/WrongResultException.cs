namespace Heed.Benchmarks;

/// <summary>A contender computes something else than the others: its time would mean nothing.</summary>
internal sealed class WrongResultException(string message) : Exception(message);
