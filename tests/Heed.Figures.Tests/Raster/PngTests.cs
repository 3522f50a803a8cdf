using System.Buffers.Binary;
using System.Text;
using System.Xml.Linq;
using Heed.Figures.Drawing;
using Heed.Figures.Raster;

namespace Heed.Figures.Tests.Raster;

public class PngTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Pixels_come_back_from_the_file(int channels)
    {
        var pixels = new byte[17 * 13 * channels];
        new Random(3).NextBytes(pixels);
        // Some rows that each filter suits: constant, a ramp along the row, a copy of the row above.
        pixels.AsSpan(0, 17 * channels).Fill(9);
        for (var i = 0; i < 17 * channels; i++)
        {
            pixels[(17 * channels) + i] = (byte)i;
            pixels[(34 * channels) + i] = (byte)(i + 3);
        }

        var read = new ReadPng(PngFile.Encode(pixels, 17, channels));
        Assert.Equal((17, 13, channels), (read.Width, read.Height, read.Channels));
        Assert.Equal(pixels, read.Pixels);
    }

    [Fact]
    public void A_file_says_its_colour_space_its_size_on_paper_its_title_and_its_caption()
    {
        var read = new ReadPng(Small().ToPng(2));
        Assert.Equal((40, 20), (read.Width, read.Height));
        Assert.Contains(read.Chunks, chunk => chunk.Type == "sRGB");
        Assert.Equal(7559, BinaryPrimitives.ReadInt32BigEndian(read.Chunks.Single(chunk => chunk.Type == "pHYs").Content));
        var texts = read.Chunks.Where(chunk => chunk.Type == "iTXt").Select(chunk => Encoding.UTF8.GetString(chunk.Content));
        Assert.Equal(["Title\0\0\0\0\0Small √d", "Description\0\0\0\0\0A caption."], texts);
        Assert.Equal(Small().ToPng(2), Small().ToPng(2));
    }

    [Fact]
    public void A_page_is_light_or_dark()
    {
        Assert.Equal([255, 255, 255], new ReadPng(Small().ToPng())[0, 0]);
        Assert.Equal([20, 23, 28], new ReadPng(Small().ToPng(1, FigureTheme.Dark))[0, 0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(0.7)]
    [InlineData(3.3)]
    public void Boxes_stand_at_their_places_at_every_scale(double scale)
    {
        var read = new ReadPng(Small().ToPng(scale));
        Assert.Equal((int)Math.Ceiling(20 * scale), read.Width);
        Assert.Equal([0, 114, 178], read[(int)(8 * scale), (int)(5 * scale)]);
        Assert.Equal([255, 255, 255], read[(int)(1 * scale), (int)(5 * scale)]);
    }

    [Fact]
    public void Opacity_mixes_as_svg_does()
    {
        var box = new Box(0, 0, 4, 4, new Paint("x", "#000000", "#000000")) { Opacity = 0.5 };
        Assert.Equal([128, 128, 128], new ReadPng(Of(4, 4, box).ToPng())[1, 1]);
    }

    [Fact]
    public void A_picture_lies_over_its_rectangle_pixel_by_pixel()
    {
        byte[] pixels = [255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 8, 7];
        var read = new ReadPng(Of(6, 6, new Picture(1, 1, 4, 4, new PixelImage(2, 2, pixels))).ToPng());
        Assert.Equal([255, 0, 0], read[1, 1]);
        Assert.Equal([255, 0, 0], read[2, 2]);
        Assert.Equal([0, 255, 0], read[3, 2]);
        Assert.Equal([0, 0, 255], read[2, 3]);
        Assert.Equal([9, 8, 7], read[4, 4]);
        Assert.Equal([255, 255, 255], read[5, 5]);
    }

    [Fact]
    public void A_smooth_picture_runs_from_one_colour_to_the_next_and_a_small_one_is_the_mean()
    {
        var image = new PixelImage(2, 1, [0, 0, 0, 200, 200, 200]);
        var wide = new ReadPng(Of(8, 1, new Picture(0, 0, 8, 1, image) { Smooth = true }).ToPng());
        Assert.Equal([0, 0, 25, 75, 125, 175, 200, 200], Enumerable.Range(0, 8).Select(x => (int)wide[x, 0][0]));
        Assert.Equal([100, 100, 100], new ReadPng(Of(1, 1, new Picture(0, 0, 1, 1, image)).ToPng())[0, 0]);
    }

    [Fact]
    public void What_a_picture_lets_through_is_seen()
    {
        var read = new ReadPng(Of(2, 1, new Picture(0, 0, 2, 1, new PixelImage(2, 1, [0, 0, 0, 0, 0, 0, 0, 255]))).ToPng());
        Assert.Equal([255, 255, 255], read[0, 0]);
        Assert.Equal([0, 0, 0], read[1, 0]);
    }

    [Fact]
    public void An_svg_holds_the_picture_as_png()
    {
        byte[] pixels = [1, 2, 3, 4, 5, 6, 7, 8];
        var svg = XDocument.Parse(Of(6, 6, new Picture(1, 1, 4, 2, new PixelImage(2, 1, pixels)) { Tip = "a <cat>" }).ToSvg());
        var image = svg.Descendants().Single(element => element.Name.LocalName == "image");
        Assert.Equal("a <cat>", image.Value);
        var data = image.Attribute("href")!.Value;
        Assert.StartsWith("data:image/png;base64,", data);
        Assert.Equal(pixels, new ReadPng(Convert.FromBase64String(data["data:image/png;base64,".Length..])).Pixels);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e9)]
    [InlineData(1e-9)]
    public void A_scale_that_cannot_be_is_refused(double scale)
    {
        var refusal = Assert.Throws<ArgumentException>(() => Small().ToPng(scale)).Message;
        Assert.Contains("expected", refusal);
    }

    [Fact]
    public void A_figure_of_no_size_is_refused() => Assert.Throws<ArgumentException>(() => Of(double.NaN, 5).ToPng());

    [Fact]
    public void An_image_of_other_pixels_than_it_says_is_refused()
    {
        Assert.Contains("found 5", Assert.Throws<ArgumentException>(() => new PixelImage(2, 1, new byte[5])).Message);
        Assert.Throws<ArgumentException>(() => new PixelImage(0, 1, []));
        Assert.Throws<ArgumentException>(() => new PixelImage(1 << 20, 1 << 20, []));
    }

    [Fact]
    public void The_name_of_a_file_decides_its_kind()
    {
        var folder = Directory.CreateTempSubdirectory("heed-png-").FullName;
        try
        {
            Small().Save(Path.Combine(folder, "a.png"), new SaveOptions { Scale = 3 });
            Small().Save(Path.Combine(folder, "a.SVG"));
            Assert.Equal(60, new ReadPng(File.ReadAllBytes(Path.Combine(folder, "a.png"))).Width);
            Assert.StartsWith("<svg", File.ReadAllText(Path.Combine(folder, "a.SVG")));
            Assert.Contains(".svg or .png", Assert.Throws<ArgumentException>(() => Small().Save(Path.Combine(folder, "a.gif"))).Message);
            Assert.Equal(2, Directory.GetFiles(folder).Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Figure Small() => Of(20, 10, new Box(4, 2, 12, 6, Theme.Blue));

    private static Figure Of(double width, double height, params Shape[] shapes) => new("Small √d", "A caption.", width, height, shapes);
}
