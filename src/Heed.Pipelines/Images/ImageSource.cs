namespace Heed.Pipelines.Images;

/// <summary>A picture that is read when it is wanted: a file, bytes, an entry of an archive or raw pixels. Reading is safe from many threads.</summary>
public abstract class ImageSource
{
    /// <summary>What messages call it, such as its path.</summary>
    public abstract string Name { get; }

    /// <summary>The pixels.</summary>
    /// <exception cref="InvalidInputException">It cannot be read, or is no picture.</exception>
    public abstract RgbImage Read();

    /// <summary>The pixels, once there is room for them.</summary>
    internal virtual RgbImage Read(DecodingBudget.Share share) => Read();

    /// <summary>A file of PNG, JPEG, WebP, BMP or GIF.</summary>
    public static ImageSource FromFile(string path) => new FilePicture(path);

    /// <summary>The bytes of such a file.</summary>
    public static ImageSource FromBytes(byte[] bytes, string name) => new Bytes(bytes, name);

    /// <summary>The rest of a stream, read now, as far as a picture may go.</summary>
    /// <exception cref="InvalidInputException">It goes on after <see cref="ImageDecoder.MostBytes"/>.</exception>
    public static ImageSource FromStream(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new Bytes(ImageDecoder.ReadToLimit(stream, name), name);
    }

    /// <summary>A picture that is there already.</summary>
    public static ImageSource FromPixels(RgbImage image, string name) => new Pixels(image, name);

    private sealed class FilePicture(string path) : ImageSource
    {
        public override string Name => path;

        public override RgbImage Read() => ImageDecoder.Read(path);

        internal override RgbImage Read(DecodingBudget.Share share) => ImageDecoder.Read(path, share);
    }

    private sealed class Bytes(byte[] bytes, string name) : ImageSource
    {
        public override string Name => name;

        public override RgbImage Read() => ImageDecoder.Decode(bytes, name);

        internal override RgbImage Read(DecodingBudget.Share share) => ImageDecoder.Decode(bytes, name, share);
    }

    private sealed class Pixels(RgbImage image, string name) : ImageSource
    {
        public override string Name => name;

        public override RgbImage Read() => image;
    }
}
