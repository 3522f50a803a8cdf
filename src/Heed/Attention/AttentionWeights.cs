namespace Heed.Attention;

/// <summary>Attention weights of one layer, for every sequence of a batch, before dropout.</summary>
/// <param name="Heads">Which heads they are of, in order; none if the recording left maps out.</param>
/// <param name="Sequences">For each sequence [heads, rows, keyLen]; the visible rows sum to 1, or to less with a sink.</param>
public sealed record AttentionWeights(IReadOnlyList<int> Heads, IReadOnlyList<float[]> Sequences)
{
    /// <summary>Number of heads that they are of.</summary>
    public int NumHeads => Heads.Count;
}
