using Heed.Benchmarks.Measuring;

namespace Heed.Benchmarks.Memory;

/// <summary>A case whose contenders can each be made alone, in a process whose memory is theirs.</summary>
internal interface IMemoryCase : IBenchmarkCase
{
    /// <param name="library">Heed or a peer.</param>
    /// <param name="form">The peer's way, as its contender calls it.</param>
    Contender Make(string library, string form);
}
