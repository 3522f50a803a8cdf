namespace Heed.Pipelines.Classification;

/// <summary>Texts as ids with the numbers of their labels.</summary>
/// <param name="Tokens">Ids of each text.</param>
/// <param name="Labels">Number of each text's label.</param>
/// <param name="NumClasses">How many labels there are.</param>
internal sealed record LabelledTokens(IReadOnlyList<int[]> Tokens, int[] Labels, int NumClasses)
{
    public int Count => Labels.Length;
}
