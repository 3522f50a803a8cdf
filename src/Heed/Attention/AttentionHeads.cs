using Heed.Autograd;

namespace Heed.Attention;

/// <summary>What a call of attention needs beside queries, keys and values.</summary>
public sealed record AttentionHeads
{
    /// <summary>Number of query heads.</summary>
    public required int NumHeads { get; init; }

    /// <summary>Number of key/value heads; each serves NumHeads / NumKeyValueHeads query heads (Ainslie et al. 2023).</summary>
    public int? NumKeyValueHeads { get; init; }

    /// <summary>Which rows of the queries belong together.</summary>
    public required Sequences Queries { get; init; }

    /// <summary>Which rows of keys and values belong to each sequence of queries; null if queries, keys and values are one sequence.</summary>
    public Sequences? Keys { get; init; }

    /// <summary>Who may attend to whom.</summary>
    public AttentionMask Mask { get; init; } = AttentionMask.None;

    /// <summary>What the score of a query and a key is.</summary>
    public AttentionScores Scores { get; init; } = AttentionScores.Scaled;

    /// <summary>Share of the weights that is dropped where the tape has a dropout seed.</summary>
    public float DropoutRate { get; init; }
}
