using Heed.Kernels;

namespace Heed.Attention;

/// <summary>
/// What is kept of a layer's attention. Only maps take memory that grows with queryLen x keyLen, and of them no more is made than
/// the heads and rows that are asked for.
/// </summary>
public sealed record AttentionRecording
{
    /// <summary>Nothing of the layer.</summary>
    public static AttentionRecording Nothing { get; } = new();

    /// <summary>The whole map of every head.</summary>
    public static AttentionRecording AllMaps { get; } = new() { Maps = true };

    /// <summary>Whether weights are written out, for <see cref="AttentionRecorder.Layers"/>.</summary>
    public bool Maps { get; init; }

    /// <summary>Of which heads maps are made, in this order; null for all.</summary>
    public IReadOnlyList<int>? Heads { get; init; }

    /// <summary>Of which queries of each sequence maps are made, such as <c>..1</c> for the first; a shorter sequence has those that it has.</summary>
    public Range Rows { get; init; } = Range.All;

    /// <summary>Whether the weights are summed up in O(N) memory, for <see cref="AttentionRecorder.Summaries"/>.</summary>
    public bool Summary { get; init; }

    /// <summary>How many keys of the largest weights of each query the summary names, 0 to 16.</summary>
    public int TopCount
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, AttentionSummaryTarget.MaxTopCount);
            field = value;
        }
    } = 1;

    /// <summary>
    /// Whether queries and keys are kept, O(N) numbers, for <see cref="AttentionRecorder.Rollout"/>. Where <see cref="AttentionScores.Bias"/>
    /// was computed under a tape, that is to be asked for before the tape ends.
    /// </summary>
    public bool Rollout { get; init; }

    /// <summary>The rows of a sequence that maps are made of.</summary>
    internal (int First, int Count) RowsOf(int queryLen)
    {
        var first = Math.Clamp(Rows.Start.GetOffset(queryLen), 0, queryLen);
        return (first, Math.Clamp(Rows.End.GetOffset(queryLen), first, queryLen) - first);
    }
}
