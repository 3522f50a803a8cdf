using Heed.Figures;
using Heed.Figures.Lesson;

namespace Heed.Cli.Lesson;

/// <summary>The lesson's five pictures: a small model is trained for each, and what it then computes is drawn.</summary>
internal static class FivePictures
{
    private const string PageName = "figures.html";

    // A paper or a slide that takes the pictures in may know no font that has their letters.
    private static readonly SaveOptions Options = new() { OutlinedText = true };

    /// <summary>The file names without extension, and what makes the pictures from a seed.</summary>
    public static IReadOnlyList<(string Name, Func<int, CancellationToken, Figure> Draw)> All { get; } =
    [
        ("basic_attention", (seed, cancellation) => SoftLookupPicture.Draw(OpinionExample.Compute(seed, cancellation))),
        ("self_attention", (seed, cancellation) => SelfAttentionPicture.Draw(WhoDidItExample.Compute(seed, cancellation))),
        ("multihead_attention", (seed, cancellation) => MultiHeadPicture.Draw(LettersExample.Compute(seed, cancellation))),
        ("positional_encoding", (seed, cancellation) => PositionalEncodingPicture.Draw(PositionsExample.Compute(seed, cancellation))),
        ("vision_transformer", (seed, cancellation) => VisionTransformerPicture.Draw(VisionExample.Compute(seed, cancellation))),
    ];

    /// <summary>Makes the pictures and writes them.</summary>
    /// <param name="directory">Where to; it is made if need be, before anything is computed.</param>
    /// <param name="seed">Decides the models and with them every number.</param>
    /// <param name="format">The kind of file; null for all kinds.</param>
    /// <param name="cancellation">Stops the training.</param>
    /// <returns>The paths.</returns>
    public static IReadOnlyList<string> Write(string directory, int seed, FigureFormat? format, CancellationToken cancellation)
    {
        Directory.CreateDirectory(directory);
        var figures = All.Select(picture => (picture.Name, Figure: picture.Draw(seed, cancellation))).ToArray();
        var paths = new List<string>();
        foreach (var kind in (FigureFormat[])[FigureFormat.Svg, FigureFormat.Png])
        {
            foreach (var (name, figure) in figures.Where(_ => format is null || format == kind))
            {
                paths.Add(Path.Combine(directory, name + (kind == FigureFormat.Svg ? ".svg" : ".png")));
                figure.Save(paths[^1], Options);
            }
        }

        if (format is null or FigureFormat.Html)
        {
            paths.Add(Path.Combine(directory, PageName));
            FigurePage.Save(
                paths[^1], "Attention in five pictures", $"Every number was computed when this page was made (seed {seed}), by small models trained for it.", [.. figures.Select(named => named.Figure)]);
        }

        return paths;
    }
}
