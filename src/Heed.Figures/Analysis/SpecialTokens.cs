namespace Heed.Figures.Analysis;

/// <summary>What becomes of [CLS], [SEP] and their like when tokens are merged to words.</summary>
public enum SpecialTokens
{
    /// <summary>Each stays a column and a row of its own.</summary>
    Keep,

    /// <summary>They are left out and the rest of each row is rescaled to sum to 1.</summary>
    Drop,
}
