using Heed.Kernels;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.ImageClassification;

/// <summary>Reads pictures on all threads, in their order.</summary>
internal static class PictureReading
{
    // One pixel across shows nothing that could be classified.
    private const int LeastPixels = 2;

    /// <param name="sources">The pictures.</param>
    /// <param name="frame">What becomes of each right after it was decoded, so that no more is kept than needed.</param>
    /// <param name="skipped">Told of each that is broken, in order; null to fail at the first.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>The results; null where a picture was skipped.</returns>
    /// <exception cref="InvalidInputException">A picture is broken.</exception>
    public static T?[] Read<T>(IReadOnlyList<ImageSource> sources, Func<RgbImage, T> frame, Action<string>? skipped, CancellationToken cancellation)
        where T : class
    {
        var images = new T?[sources.Count];
        var failures = new InvalidInputException?[sources.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Team.Threads, CancellationToken = cancellation };
        Parallel.For(0, sources.Count, options, (i, loop) =>
        {
            try
            {
                images[i] = frame(Read(sources[i]));
            }
            catch (InvalidInputException failure)
            {
                failures[i] = failure;
                if (skipped is null)
                {
                    // All before it are still read, so that the first broken one is named.
                    loop.Break();
                }
            }
        });
        foreach (var failure in failures)
        {
            if (failure is not null)
            {
                (skipped ?? throw new InvalidInputException(failure.Message, failure)).Invoke(failure.Message);
            }
        }

        return images;
    }

    /// <summary>Reads a picture that is to be classified.</summary>
    /// <exception cref="InvalidInputException">It is broken, or too small to show anything.</exception>
    public static RgbImage Read(ImageSource source)
    {
        var image = source.Read();
        return Math.Min(image.Size.Height, image.Size.Width) >= LeastPixels
            ? image
            : throw new InvalidInputException(
                $"{source.Name} has {image.Size.Width} x {image.Size.Height} pixels; expected at least {LeastPixels} x {LeastPixels}, for there is nothing to see on fewer.");
    }
}
