namespace Heed.Figures.Analysis;

/// <summary>Where a classifier reads its answer: the row, or rows, of the rollout that matter.</summary>
public enum ReadOut
{
    /// <summary>At the first token, [CLS], as BERT does.</summary>
    FirstToken,

    /// <summary>At the mean over all tokens.</summary>
    Mean,
}
