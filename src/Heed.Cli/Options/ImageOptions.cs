using System.CommandLine;

namespace Heed.Cli.Options;

/// <summary>Options of verbs that read pictures.</summary>
internal static class ImageOptions
{
    public static Option<bool> SkipBroken { get; } = new("--skip-broken")
    {
        Description = "Names broken pictures and leaves them out. Default: the first one ends the work.",
    };
}
