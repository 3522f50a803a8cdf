using System.CommandLine;

namespace Heed.Cli.Options;

/// <summary>Options of verbs that read pictures.</summary>
internal static class ImageOptions
{
    private const int MostPixels = 1024;

    public static Option<int?> ImageSize { get; } = new("--image-size")
    {
        Description = "Height and width that pictures are brought to, in pixels, the model's positions being resized to fit. Default: the size that it was trained at.",
        HelpName = "PIXELS",
        CustomParser = Parse.OptionalWhole(1, MostPixels),
    };

    public static Option<bool> SkipBroken { get; } = new("--skip-broken")
    {
        Description = "Names broken pictures and leaves them out. Default: the first one ends the work.",
    };
}
