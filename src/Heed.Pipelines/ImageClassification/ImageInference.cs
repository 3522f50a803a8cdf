using Heed.Autograd;
using Heed.Models;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.ImageClassification;

/// <summary>Runs a model over many pictures, some at a time.</summary>
internal static class ImageInference
{
    /// <summary>Pictures of one pass through the model.</summary>
    public const int BatchSize = 64;

    /// <summary>Logits of every picture, in order.</summary>
    /// <param name="model">The model.</param>
    /// <param name="processor">Makes numbers of pictures.</param>
    /// <param name="images">Pictures, resized and cut already.</param>
    /// <param name="numClasses">How many classes there are.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>[count, numClasses], row-major.</returns>
    public static float[] Logits(
        IImageClassifierModel model, ImageProcessor processor, ReadOnlySpan<RgbImage> images, int numClasses, CancellationToken cancellation)
    {
        var logits = new float[checked(images.Length * numClasses)];
        for (var (done, count) = (0, 0); done < images.Length; done += count)
        {
            cancellation.ThrowIfCancellationRequested();
            count = OfOneSize(images[done..]);
            using var tape = new Tape(recordsGradients: false);
            model.Classify(processor.Normalise(images.Slice(done, count)), resizesPositions: true).Data.CopyTo(logits.AsSpan(done * numClasses));
        }

        return logits;
    }

    // Pictures whose shorter edge was brought to a length and that were not cut keep their proportions; only alike ones go together.
    private static int OfOneSize(ReadOnlySpan<RgbImage> images)
    {
        var count = 1;
        while (count < Math.Min(BatchSize, images.Length) && images[count].Size == images[0].Size)
        {
            count++;
        }

        return count;
    }
}
