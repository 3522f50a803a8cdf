using Heed.Pipelines.Images;

namespace Heed.Cli.Images;

/// <summary>A picture on standard input, as <c>-</c> names it.</summary>
internal static class PipedPicture
{
    public const string Path = "-";

    private const string Name = "standard input";

    /// <summary>Reads it, and no more of what comes than a picture may have.</summary>
    /// <exception cref="InvalidInputException">There is too much of it.</exception>
    public static ImageSource Read()
    {
        using var input = Console.OpenStandardInput();
        return Read(input);
    }

    internal static ImageSource Read(Stream input)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        int read;
        while ((read = input.Read(buffer)) > 0)
        {
            if (bytes.Length + read > ImageDecoder.MostBytes)
            {
                throw new InvalidInputException($"{Name} has more than {ImageDecoder.MostBytes:N0} bytes; at most so many are read of a picture.");
            }

            bytes.Write(buffer, 0, read);
        }

        return ImageSource.FromBytes(bytes.ToArray(), Name);
    }
}
