using System.Text.Json;
using Heed.Kernels;
using Heed.Pipelines.Images;
using Heed.Tests;

namespace Heed.Pipelines.Tests.Images;

public class ImageProcessorGoldenTests
{
    [Fact]
    public void Pixel_values_are_those_of_transformers_for_ViT() => Goldens.Each("hf_vit_image_processor", golden =>
    {
        var size = golden.Parameter("size", 1);
        Check(golden, ImageProcessorConfig.ViT with { Resizes = golden.Parameters.TryGetProperty("size", out _), Size = new((int)size, (int)size) });
    });

    [Fact]
    public void Pixel_values_are_those_of_transformers_for_CLIP() => Goldens.Each("hf_clip_image_processor", golden =>
    {
        var crop = (int)golden.Parameter("crop");
        Check(golden, ImageProcessorConfig.Clip with { ShortestEdge = (int)golden.Parameter("shortest_edge"), CropSize = new(crop, crop) });
    });

    [Fact]
    public void Every_case_of_an_image_processor_is_held_by_a_test() => GoldenCensus.Require(GoldenCensus.IsOfPipelines);

    private static void Check(OperatorCase golden, ImageProcessorConfig config)
    {
        var hasMean = golden.Parameters.TryGetProperty("image_mean", out var mean);
        config = config with
        {
            Filter = golden.Parameters.TryGetProperty("resample", out var filter) ? Enum.Parse<ResizeFilter>(filter.GetString()!, ignoreCase: true) : config.Filter,
            RescaleFactor = golden.Parameter("rescale_factor", 1.0 / 255),
            Mean = hasMean ? Numbers(mean) : [],
            StandardDeviation = hasMean ? Numbers(golden.Parameters.GetProperty("image_std")) : [],
        };
        var shape = golden.Shape("image");

        var pixelValues = new ImageProcessor(config).Process(new RgbImage(golden.ReadBytes("image"), new(shape[0], shape[1])));

        Assert.Equal(golden.Shape("pixel_values"), pixelValues.Shape);
        golden.Check("pixel_values", pixelValues.Data);
    }

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];
}
