using CsCheck;
using Heed.Kernels;
using Heed.Pipelines.Images;
using SkiaSharp;

namespace Heed.Pipelines.Tests.Images;

public class ImageDecoderTests
{
    [Fact]
    public void A_device_that_does_not_end_is_refused()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "needs a device of zeros");
        Assert.Equal(
            "/dev/zero goes on after 268,435,456 bytes; at most as many are read of a picture.",
            Assert.Throws<InvalidInputException>(() => ImageDecoder.Read("/dev/zero")).Message);
    }

    [Fact]
    public void A_png_comes_out_as_it_went_in() => Assert.Equal(
        Drawn.Six.SelectMany(color => new[] { color.Red, color.Green, color.Blue }), ImageDecoder.Decode(Drawn.Encode(), "six.png").Pixels.ToArray());

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void A_format_that_loses_a_little_comes_out_near(SKEncodedImageFormat format)
    {
        int[] colour = [180, 90, 30];
        var flat = Enumerable.Repeat(new SKColor(180, 90, 30), 32 * 24).ToArray();
        var image = ImageDecoder.Decode(Drawn.Encode(32, 24, flat, format), "flat");
        Assert.Equal(new GridSize(24, 32), image.Size);
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            Assert.InRange(image.Pixels[i], colour[i % 3] - 3, colour[i % 3] + 3);
        }
    }

    [Fact]
    public void See_through_parts_lie_over_white()
    {
        var image = ImageDecoder.Decode(Drawn.Encode(3, 1, [new(200, 100, 0, 0), new(200, 100, 0, 128), new(200, 100, 0, 255)]), "glass.png");
        Assert.Equal([255, 255, 255, 227, 177, 127, 200, 100, 0], image.Pixels.ToArray());
    }

    // The blocks a b / c d / e f as they are stored, and as they are to be seen.
    [Theory]
    [InlineData(1, 2, "abcdef")]
    [InlineData(2, 2, "badcfe")]
    [InlineData(3, 2, "fedcba")]
    [InlineData(4, 2, "efcdab")]
    [InlineData(5, 3, "acebdf")]
    [InlineData(6, 3, "ecafdb")]
    [InlineData(7, 3, "fdbeca")]
    [InlineData(8, 3, "bdface")]
    public void A_photograph_is_turned_as_exif_says(byte orientation, int width, string seen)
    {
        SKColor[] colors = [new(0, 0, 0), new(50, 50, 50), new(100, 100, 100), new(150, 150, 150), new(200, 200, 200), new(250, 250, 250)];
        var image = ImageDecoder.Decode(Drawn.JpegWithOrientation(2, 3, colors, orientation), "photo.jpg");
        Assert.Equal(new GridSize(6 / width * 16, width * 16), image.Size);
        var middles = new string([.. Enumerable.Range(0, 6).Select(i =>
        {
            var (row, column) = ((i / width * 16) + 8, (i % width * 16) + 8);
            return (char)('a' + (int)Math.Round(image.Pixels[((row * image.Size.Width) + column) * 3] / 50.0));
        })]);
        Assert.Equal(seen, middles);
    }

    [Fact]
    public void Of_an_animation_the_first_picture_is_taken()
    {
        byte[] gif =
        [
            .. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 220, 10, 10, 10, 10, 220, // one pixel, a table of two colours
            0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, // the first
            0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4C, 1, 0, // the second
            0x3B,
        ];
        Assert.Equal([220, 10, 10], ImageDecoder.Decode(gif, "moving.gif").Pixels.ToArray());
    }

    [Fact]
    public void Sixteen_bits_of_grey_become_eight()
    {
        var image = ImageDecoder.Decode(Drawn.Png(3, 1, 16, 0, [0, 0, 0x80, 0x40, 0xFF, 0xFF]), "deep.png");
        Assert.Equal([0, 0, 0, 0x80, 0x80, 0x80, 255, 255, 255], image.Pixels.ToArray());
    }

    [Fact]
    public void Sixteen_bits_of_colour_become_eight()
    {
        var image = ImageDecoder.Decode(Drawn.Png(2, 1, 16, 2, [0, 0, 0x80, 0x40, 0xFF, 0xFF, 0x30, 0x10, 0x20, 0x10, 0x10, 0x08]), "deep.png");
        Assert.Equal([0, 0x80, 255, 0x30, 0x20, 0x10], image.Pixels.ToArray());
    }

    [Fact]
    public void Sixteen_bits_of_colour_lie_over_white_where_they_are_see_through()
    {
        var image = ImageDecoder.Decode(
            Drawn.Png(3, 1, 16, 6, [200, 0, 100, 0, 0, 0, 255, 255, 200, 0, 100, 0, 0, 0, 0, 0, 200, 0, 100, 0, 0, 0, 128, 128]), "deep glass.png");
        Assert.Equal([200, 100, 0, 255, 255, 255, 227, 177, 127], image.Pixels.ToArray());
    }

    [Fact]
    public void Grey_lies_over_white_where_it_is_see_through()
    {
        var image = ImageDecoder.Decode(Drawn.Png(3, 1, 8, 4, [100, 255, 100, 0, 100, 128]), "grey glass.png");
        Assert.Equal([100, 100, 100, 255, 255, 255, 177, 177, 177], image.Pixels.ToArray());
    }

    // Inks are stored as Adobe has it, 255 for none, with its marker and without, as Pillow takes them: a channel is its ink times black's / 255.
    [Theory]
    [InlineData(new byte[] { 77 }, -1, new byte[] { 77, 77, 77 })]
    [InlineData(new byte[] { 77, 128, 128 }, -1, new byte[] { 77, 77, 77 })]
    [InlineData(new byte[] { 200, 100, 50, 255 }, 0, new byte[] { 200, 100, 50 })]
    [InlineData(new byte[] { 200, 100, 50, 51 }, 0, new byte[] { 40, 20, 10 })]
    [InlineData(new byte[] { 200, 100, 50, 51 }, -1, new byte[] { 40, 20, 10 })]
    [InlineData(new byte[] { 0, 0, 0, 255 }, 0, new byte[] { 0, 0, 0 })]
    [InlineData(new byte[] { 255, 255, 255, 255 }, 0, new byte[] { 255, 255, 255 })]
    [InlineData(new byte[] { 55, 128, 128, 51 }, 2, new byte[] { 40, 40, 40 })]
    public void A_jpeg_of_grey_or_inks_has_its_colours(byte[] components, int adobeTransform, byte[] expected)
    {
        var image = ImageDecoder.Decode(Drawn.FlatJpeg(components, adobeTransform < 0 ? null : (byte)adobeTransform), "print.jpg");
        Assert.Equal(new GridSize(8, 8), image.Size);
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            Assert.InRange(image.Pixels[i], expected[i % 3] - 1, expected[i % 3] + 1);
        }
    }

    [Fact]
    public void An_empty_file_is_named() => Refused([], "a.png is empty; expected a picture.");

    [Fact]
    public void Text_under_a_pictures_name_is_shown() =>
        Refused("hello, world"u8.ToArray(), "a.png is no picture: it begins with 'hello, w'; expected PNG, JPEG, WebP, BMP or GIF.");

    [Fact]
    public void A_truncated_png_is_broken() => Refused(
        Noise()[..^200], "a.png is a broken picture: its header claims PNG, 40 x 30 pixels, but the file ends before the last row.");

    [Fact]
    public void A_bomb_is_refused_by_its_header()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused(Drawn.PngHeader(20_000, 20_000), "a.png claims 20,000 x 20,000 pixels; expected at least one and at most 100,000,000 in all.");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void One_pixel_is_a_picture() => Assert.Equal(
        [9, 8, 7], ImageDecoder.Decode(Drawn.Encode(1, 1, [new(9, 8, 7)]), "dot.png").Pixels.ToArray());

    [Fact]
    public void Damaged_files_are_read_or_refused_and_nothing_else() => Gen.Select(Gen.OneOf(Gen.Const(SKEncodedImageFormat.Png), Gen.Const(SKEncodedImageFormat.Jpeg), Gen.Const(SKEncodedImageFormat.Webp)), Gen.Int[0, 400], Gen.Byte, Gen.Int[0, 3]).Sample((format, at, value, cut) =>
    {
        var bytes = Drawn.Encode(format);
        bytes[at % bytes.Length] = value;
        try
        {
            _ = ImageDecoder.Decode(cut == 0 ? bytes[..(at % bytes.Length)] : bytes, "x");
        }
        catch (InvalidInputException refused)
        {
            Assert.StartsWith("x ", refused.Message, StringComparison.Ordinal);
        }
    }, iter: 300);

    private static byte[] Noise()
    {
        var random = new Random(5);
        return Drawn.Encode(40, 30, [.. Enumerable.Range(0, 1200).Select(_ => new SKColor((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)))]);
    }

    private static void Refused(byte[] bytes, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidInputException>(() => ImageDecoder.Decode(bytes, "a.png")).Message);
}
