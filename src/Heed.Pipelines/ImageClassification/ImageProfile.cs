using Heed.Kernels;

namespace Heed.Pipelines.ImageClassification;

/// <summary>What the defaults look at.</summary>
/// <param name="Pictures">Number of training pictures.</param>
/// <param name="Size">Their height and width in pixels; where they differ, a square as high as the median of the shorter edges.</param>
/// <param name="IsGrey">Whether no picture has colour.</param>
/// <param name="NumClasses">Number of labels.</param>
public sealed record ImageProfile(int Pictures, GridSize Size, bool IsGrey, int NumClasses)
{
    /// <summary>Whether the pictures have different sizes.</summary>
    public bool SizesDiffer { get; init; }
}
