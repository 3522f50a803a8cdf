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
                images[i] = Framed(sources[i], frame);
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

    /// <summary>Reads a picture and makes something of it, both within the memory that pictures may take at once.</summary>
    /// <exception cref="InvalidInputException">It is broken, too small, or nothing can be made of it; the message names it.</exception>
    public static T Framed<T>(ImageSource source, Func<RgbImage, T> frame)
    {
        using var share = DecodingBudget.Shared.Begin();
        var image = LargeEnough(source, source.Read(share));
        try
        {
            return frame(image);
        }
        catch (InvalidInputException failure)
        {
            throw new InvalidInputException($"{source.Name}: {failure.Message}", failure);
        }
    }

    private static RgbImage LargeEnough(ImageSource source, RgbImage image) => Math.Min(image.Size.Height, image.Size.Width) >= LeastPixels
        ? image
        : throw new InvalidInputException(
            $"{source.Name} has {image.Size.Width} x {image.Size.Height} pixels; expected at least {LeastPixels} x {LeastPixels}, for there is nothing to see on fewer.");
}
