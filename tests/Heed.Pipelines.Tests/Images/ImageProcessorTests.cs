using CsCheck;
using Heed.Kernels;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.Tests.Images;

public class ImageProcessorTests
{
    [Theory]
    [InlineData(480, 640, 224, 298)]
    [InlineData(640, 480, 298, 224)]
    [InlineData(7, 7, 224, 224)]
    public void The_longer_edge_keeps_its_proportion(int height, int width, int newHeight, int newWidth) =>
        Assert.Equal(new GridSize(newHeight, newWidth), ImageProcessorConfig.Clip.SizeAfterResizing(new(height, width)));

    [Theory]
    [InlineData(5, 2, new[] { 2, 3 })]
    [InlineData(4, 2, new[] { 2, 3 })]
    [InlineData(2, 5, new[] { 0, 0, 1, 2, 0 })]
    [InlineData(2, 4, new[] { 0, 1, 2, 0 })]
    public void The_middle_is_cut_out_and_black_where_there_is_no_picture(int width, int cropWidth, int[] expected)
    {
        var row = Grey([.. Enumerable.Range(1, width)], width).CropCentre(new(1, cropWidth));
        var column = Grey([.. Enumerable.Range(1, width)], 1).CropCentre(new(cropWidth, 1));
        Assert.Equal(expected, row.Pixels.ToArray().Chunk(3).Select(pixel => (int)pixel[0]));
        Assert.Equal(row.Pixels, column.Pixels);
    }

    [Fact]
    public void A_picture_of_one_colour_keeps_it_in_any_size() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[1, 40], Gen.Byte, Gen.Int[0, 5]).Sample((h, w, newHeight, newWidth, level, filter) =>
        {
            var resized = Grey([.. Enumerable.Repeat((int)level, h * w)], w).Resize(new(newHeight, newWidth), (ResizeFilter)filter);
            Assert.All(resized.Pixels.ToArray(), value => Assert.Equal(level, value));
        });

    [Fact]
    public void Pictures_of_a_batch_come_out_one_behind_the_other()
    {
        var processor = new ImageProcessor(new ImageProcessorConfig { Size = new(2, 3), RescaleFactor = 1 });
        var pixelValues = processor.Process(Grey([7], 1), Grey([9, 9], 2));
        Assert.Equal([2, 3, 2, 3], pixelValues.Shape);
        Assert.All(pixelValues.Slice(0, 1).Data.ToArray(), value => Assert.Equal(7, value));
        Assert.All(pixelValues.Slice(1, 2).Data.ToArray(), value => Assert.Equal(9, value));
    }

    [Fact]
    public void What_cannot_be_processed_is_refused()
    {
        var plain = new ImageProcessor(new ImageProcessorConfig { Resizes = false });
        Assert.Throws<ArgumentException>(() => plain.Process());
        Assert.Throws<ArgumentException>(() => plain.Process(Grey([1], 1), Grey([1, 2], 2)));
        Assert.Throws<ArgumentException>(() => new ImageProcessor(new ImageProcessorConfig()).Process(Grey([1], 1)));
        Assert.Throws<ArgumentException>(() => new ImageProcessor(new ImageProcessorConfig { Mean = [1, 2, 3] }));
        Assert.Throws<ArgumentException>(() => new RgbImage(new byte[5], new(1, 2)));
    }

    [Theory]
    [InlineData("""{"image_processor_type": "ViTImageProcessor", "size": {"height": 32, "width": 48}, "resample": 3}""")]
    [InlineData("""{"image_processor_type": "CLIPImageProcessor", "size": {"shortest_edge": 40}, "crop_size": {"height": 32, "width": 48}, "do_normalize": false}""")]
    [InlineData("""{"feature_extractor_type": "CLIPFeatureExtractor", "size": 40, "crop_size": 32, "do_rescale": false}""")]
    [InlineData("""{"size": 40, "do_center_crop": true, "crop_size": 32, "image_mean": [0.1, 0.2, 0.3], "image_std": [1, 2, 3], "rescale_factor": 0.5}""")]
    [InlineData("{}")]
    public void What_was_read_is_written_and_read_again(string json)
    {
        var config = Read(json);
        var again = Read(config.ToJson().ToJsonString());
        Assert.Equal(config with { Mean = [], StandardDeviation = [] }, again with { Mean = [], StandardDeviation = [] });
        Assert.Equal(config.Mean, again.Mean);
        Assert.Equal(config.StandardDeviation, again.StandardDeviation);
    }

    [Fact]
    public void A_size_of_one_number_is_a_square_for_ViT_and_the_shorter_edge_for_CLIP()
    {
        Assert.Equal(new GridSize(40, 40), Read("""{"image_processor_type": "ViTImageProcessor", "size": 40}""").Size);
        Assert.Equal(40, Read("""{"image_processor_type": "CLIPImageProcessor", "size": 40}""").ShortestEdge);
    }

    [Theory]
    [InlineData("""{"size": {"height": 32}}""", "width")]
    [InlineData("""{"size": "large"}""", "size")]
    [InlineData("""{"resample": 9}""", "resample")]
    [InlineData("""{"image_mean": [1, 2]}""", "3 numbers")]
    public void An_impossible_entry_is_named(string json, string part) =>
        Assert.Contains(part, Assert.Throws<InvalidInputException>(() => Read(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_is_named()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("preprocessor_config.json", Assert.Throws<InvalidInputException>(() => ImageProcessorConfig.Read(folder.Path)).Message, StringComparison.Ordinal);
    }

    private static ImageProcessorConfig Read(string json)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File(ImageProcessorConfig.FileName), json);
        return ImageProcessorConfig.Read(folder.Path);
    }

    private static RgbImage Grey(int[] levels, int width) =>
        new([.. levels.SelectMany(level => Enumerable.Repeat((byte)level, RgbImage.Channels))], new(levels.Length / width, width));

    [Fact]
    public void Another_size_of_the_result_keeps_the_share_that_is_cut_away()
    {
        Assert.Equal(new GridSize(48, 32), (ImageProcessorConfig.ViT.ResultingIn(new(48, 32))).Size);
        var cut = (ImageProcessorConfig.Clip with { ShortestEdge = 256 }).ResultingIn(new(112, 112));
        Assert.Equal((128, new GridSize(112, 112)), (cut.ShortestEdge, cut.CropSize));
        var box = (ImageProcessorConfig.ViT with { Size = new(40, 50), CropSize = new(20, 20) }).ResultingIn(new(30, 10));
        Assert.Equal((new GridSize(60, 75), new GridSize(30, 10)), (box.Size, box.CropSize));
        foreach (var config in (ImageProcessorConfig[])[new() { ShortestEdge = 9 }, new() { Resizes = false, CropSize = new(5, 5) }, cut, box])
        {
            var image = new RgbImage(new byte[31 * 47 * RgbImage.Channels], new GridSize(31, 47));
            Assert.Equal(new GridSize(14, 17), new ImageProcessor(config.ResultingIn(new(14, 17))).Frame(image).Size);
        }
    }
}
