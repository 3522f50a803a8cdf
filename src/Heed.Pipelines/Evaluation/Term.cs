namespace Heed.Pipelines.Evaluation;

/// <summary>A word, or two neighbouring ones, by their ids.</summary>
/// <param name="First">The earlier word, or <see cref="None"/> for a single word.</param>
/// <param name="Second">The word.</param>
internal readonly record struct Term(int First, int Second)
{
    public const int None = -1;
}
