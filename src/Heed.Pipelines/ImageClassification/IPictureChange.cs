using Heed.Pipelines.Images;

namespace Heed.Pipelines.ImageClassification;

/// <summary>Makes another picture of the same class out of a training picture.</summary>
internal interface IPictureChange
{
    /// <param name="image">The picture at the training size; it stays as it is.</param>
    /// <param name="key">Decides everything random: the same key gives the same picture on any thread.</param>
    /// <returns>A picture of the same size.</returns>
    RgbImage Apply(RgbImage image, ulong key);
}
