using Heed.Pipelines.Images;

namespace Heed.Cli.Images;

/// <summary>A picture on standard input, as <c>-</c> names it.</summary>
internal static class PipedPicture
{
    public const string Path = "-";

    /// <summary>Reads it, and no more of what comes than a picture may have.</summary>
    /// <exception cref="InvalidInputException">There is too much of it.</exception>
    public static ImageSource Read()
    {
        using var input = Console.OpenStandardInput();
        return ImageSource.FromStream(input, "standard input");
    }
}
