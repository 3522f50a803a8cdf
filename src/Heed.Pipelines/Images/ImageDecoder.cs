using Heed.Kernels;
using SkiaSharp;

namespace Heed.Pipelines.Images;

/// <summary>
/// Pictures of PNG, JPEG, WebP, BMP and GIF as bytes of red, green and blue: of an animation the first picture, turned as EXIF says,
/// see-through parts over white, 16 bits rounded to 8. What the header claims is held against a limit before anything is allocated.
/// </summary>
public static class ImageDecoder
{
    /// <summary>The most pixels of a picture; one that claims more is refused by its header.</summary>
    public const int MostPixels = 100_000_000;

    /// <summary>The most bytes of a file.</summary>
    public const int MostBytes = 1 << 28;

    /// <summary>Endings of files that are taken for pictures.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif"];

    /// <summary>Whether a file of this name is taken for a picture.</summary>
    public static bool HasPictureName(string path) => Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidInputException">It cannot be read, or is no whole picture of a size that is read.</exception>
    public static RgbImage Read(string path) => Read(path, share: null);

    /// <summary>Decodes a picture.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InvalidInputException">It is no whole picture of a size that is read.</exception>
    public static RgbImage Decode(byte[] bytes, string name) => Decode(bytes, name, share: null);

    internal static RgbImage Read(string path, DecodingBudget.Share? share)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length > MostBytes)
            {
                throw new InvalidInputException($"{path} has {length:N0} bytes; at most {MostBytes:N0} are read of a picture.");
            }

            return Decode(length > 0 ? File.ReadAllBytes(path) : OfUnknownLength(path), path, share);
        }
        catch (FileNotFoundException exception)
        {
            var missing = new FileInfo(path).LinkTarget is { } target ? $"{path} is a link to {target}, which does not exist" : $"There is no file {path}";
            throw new InvalidInputException($"{missing}; expected a picture.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"Cannot read {path}: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    internal static RgbImage Decode(byte[] bytes, string name, DecodingBudget.Share? share)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        if (bytes.Length == 0)
        {
            throw new InvalidInputException($"{name} is empty; expected a picture.");
        }

        using var stream = new MemoryStream(bytes, writable: false);
        using var codec = SKCodec.Create(stream, out _) ?? throw new InvalidInputException(
            $"{name} is no picture: it begins with {Beginning(bytes)}; expected PNG, JPEG, WebP, BMP or GIF.");
        var (height, width) = (codec.Info.Height, codec.Info.Width);
        if ((long)height * width is 0 or > MostPixels)
        {
            throw new InvalidInputException($"{name} claims {width:N0} x {height:N0} pixels; expected at least one and at most {MostPixels:N0} in all.");
        }

        share?.Take((long)height * width);
        var info = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        using var bitmap = new SKBitmap(info);
        var result = codec.GetPixels(info, bitmap.GetPixels());
        return result == SKCodecResult.Success
            ? Oriented(OverWhite(bitmap.GetPixelSpan()), new(height, width), codec.EncodedOrigin)
            : throw new InvalidInputException(
                $"{name} is a broken picture: its header claims {codec.EncodedFormat.ToString().ToUpperInvariant()}, {width} x {height} pixels, but {Problem(result)}.");
    }

    private static byte[] OfUnknownLength(string path)
    {
        using var stream = File.OpenRead(path);
        return ReadToLimit(stream, path);
    }

    /// <summary>What a stream holds: a pipe has no length, and a device need not end.</summary>
    /// <exception cref="InvalidInputException">It goes on after the most bytes of a picture.</exception>
    internal static byte[] ReadToLimit(Stream stream, string name)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            if (bytes.Length + read > MostBytes)
            {
                throw new InvalidInputException($"{name} goes on after {MostBytes:N0} bytes; at most as many are read of a picture.");
            }

            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }

    // [pixels, 4] -> [pixels, 3]
    private static byte[] OverWhite(ReadOnlySpan<byte> rgba)
    {
        var rgb = new byte[rgba.Length / 4 * RgbImage.Channels];
        for (int from = 0, to = 0; from < rgba.Length; from += 4, to += RgbImage.Channels)
        {
            int alpha = rgba[from + 3];
            for (var channel = 0; channel < RgbImage.Channels; channel++)
            {
                rgb[to + channel] = (byte)(((rgba[from + channel] * alpha) + (255 * (255 - alpha)) + 127) / 255);
            }
        }

        return rgb;
    }

    private static RgbImage Oriented(byte[] pixels, GridSize size, SKEncodedOrigin origin)
    {
        if (origin == SKEncodedOrigin.TopLeft)
        {
            return new RgbImage(pixels, size);
        }

        // EXIF numbers 1 to 8: 5 and above swap rows and columns; which edges change places is said for the picture as it is stored.
        var swaps = origin >= SKEncodedOrigin.LeftTop;
        var mirrorsColumns = origin is SKEncodedOrigin.TopRight or SKEncodedOrigin.BottomRight or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var mirrorsRows = origin is SKEncodedOrigin.BottomRight or SKEncodedOrigin.BottomLeft or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom;
        var turned = swaps ? new GridSize(size.Width, size.Height) : size;
        var result = new byte[pixels.Length];
        for (var row = 0; row < turned.Height; row++)
        {
            for (var column = 0; column < turned.Width; column++)
            {
                var (y, x) = swaps ? (column, row) : (row, column);
                y = mirrorsRows ? size.Height - 1 - y : y;
                x = mirrorsColumns ? size.Width - 1 - x : x;
                var from = ((y * size.Width) + x) * RgbImage.Channels;
                pixels.AsSpan(from, RgbImage.Channels).CopyTo(result.AsSpan(((row * turned.Width) + column) * RgbImage.Channels));
            }
        }

        return new RgbImage(result, turned);
    }

    private static string Problem(SKCodecResult result) => result switch
    {
        SKCodecResult.IncompleteInput => "the file ends before the last row",
        SKCodecResult.ErrorInInput => "the pixels are damaged",
        _ => $"it cannot be decoded ({result})",
    };

    private static string Beginning(byte[] bytes)
    {
        const int Shown = 8;
        var start = bytes.AsSpan(0, Math.Min(Shown, bytes.Length));
        return start.ContainsAnyExceptInRange((byte)' ', (byte)'~')
            ? $"the bytes {Convert.ToHexString(start)}"
            : $"'{System.Text.Encoding.ASCII.GetString(start)}'";
    }
}
