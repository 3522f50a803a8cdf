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
        for (var done = 0; done < images.Length; done += BatchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            var batch = images.Slice(done, Math.Min(BatchSize, images.Length - done));
            using var tape = new Tape(recordsGradients: false);
            model.Classify(processor.Normalise(batch), resizesPositions: true).Data.CopyTo(logits.AsSpan(done * numClasses));
        }

        return logits;
    }
}
