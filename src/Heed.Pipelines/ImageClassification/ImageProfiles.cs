using Heed.Kernels;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.ImageClassification;

/// <summary>Measures what the defaults look at, on some pictures spread over the data.</summary>
internal static class ImageProfiles
{
    private const int MostLookedAt = 200;

    public static ImageProfile Of(IReadOnlyList<ImageExample> examples, int numClasses, CancellationToken cancellation)
    {
        var count = Math.Min(MostLookedAt, examples.Count);
        var some = Enumerable.Range(0, count).Select(i => examples[(int)((long)i * examples.Count / count)].Image).ToList();

        // Broken ones are told of when all are read.
        var looks = PictureReading.Read(some, image => new Look(image.Size, image.IsGrey()), _ => { }, cancellation).OfType<Look>().ToList();
        var differ = looks.Exists(look => look.Size != looks[0].Size);
        return new ImageProfile(
            examples.Count, differ || looks.Count == 0 ? MedianSquare(looks) : looks[0].Size, looks.TrueForAll(look => look.IsGrey), numClasses)
        {
            SizesDiffer = differ,
        };
    }

    private static GridSize MedianSquare(List<Look> looks)
    {
        var edges = looks.Select(look => Math.Min(look.Size.Height, look.Size.Width)).Order().ToList();
        var edge = edges.Count == 0 ? 1 : edges[edges.Count / 2];
        return new(edge, edge);
    }

    private sealed record Look(GridSize Size, bool IsGrey);
}
