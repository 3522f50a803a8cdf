namespace Heed.Benchmarks.Measuring;

/// <summary>Those who race over one case, Heed first, and what the others could not take part for.</summary>
internal sealed class Contest(Contender heed, IReadOnlyList<Contender> peers) : IDisposable
{
    public Contender Heed { get; } = heed;

    public IReadOnlyList<Contender> Peers { get; } = peers;

    /// <summary>What else a row may say: extra megabytes of a call and the like.</summary>
    public string Remark { get; init; } = "";

    public void Dispose()
    {
        Heed.Dispose();
        foreach (var peer in Peers)
        {
            peer.Dispose();
        }
    }
}
