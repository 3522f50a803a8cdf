using System.Security.Cryptography;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.ImageClassification;

/// <summary>Pictures of one size with the numbers of their labels.</summary>
/// <param name="Images">The pictures, as bytes.</param>
/// <param name="Labels">Number of each one's label.</param>
internal sealed record LabelledImages(RgbImage[] Images, int[] Labels)
{
    public int Count => Labels.Length;

    /// <summary>Adds all that is learned from to a fingerprint.</summary>
    public void AddTo(IncrementalHash hash)
    {
        for (var i = 0; i < Count; i++)
        {
            hash.AppendData(Images[i].Pixels);
            hash.AppendData(BitConverter.GetBytes(Labels[i]));
        }
    }
}
