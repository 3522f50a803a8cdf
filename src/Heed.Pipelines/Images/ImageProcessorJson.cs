using System.Text.Json.Nodes;
using Heed.Kernels;
using Heed.Models;

namespace Heed.Pipelines.Images;

/// <summary>preprocessor_config.json of Hugging Face's image processors.</summary>
internal static class ImageProcessorJson
{
    private const int MaxPixels = 65_536;

    // Pillow's numbers.
    private static readonly ResizeFilter[] Filters =
        [ResizeFilter.Nearest, ResizeFilter.Lanczos, ResizeFilter.Bilinear, ResizeFilter.Bicubic, ResizeFilter.Box, ResizeFilter.Hamming];

    public static ImageProcessorConfig Read(ModelConfigFile file)
    {
        var type = file.Text("image_processor_type", file.Text("feature_extractor_type", "ViTImageProcessor"));
        var isCut = type.StartsWith("CLIP", StringComparison.Ordinal) || type.StartsWith("Bit", StringComparison.Ordinal);
        var initial = isCut ? ImageProcessorConfig.Clip : ImageProcessorConfig.ViT;
        var normalizes = file.Flag("do_normalize", true);
        var (size, shortest) = ReadSize(file, isCut, initial);
        return new ImageProcessorConfig
        {
            Resizes = file.Flag("do_resize", true),
            Size = size,
            ShortestEdge = shortest,
            Filter = Filters[file.Int("resample", 0, Filters.Length - 1, Array.IndexOf(Filters, initial.Filter))],
            CropSize = file.Flag("do_center_crop", isCut) ? ReadPair(file, "crop_size") ?? ImageProcessorConfig.Clip.CropSize : null,
            RescaleFactor = file.Flag("do_rescale", true) ? file.Double("rescale_factor", 1.0 / 255) : null,
            Mean = normalizes ? file.Doubles("image_mean", RgbImage.Channels, initial.Mean) : [],
            StandardDeviation = normalizes ? file.Doubles("image_std", RgbImage.Channels, initial.StandardDeviation) : [],
        };
    }

    public static JsonObject Write(ImageProcessorConfig config)
    {
        var (isCut, normalizes) = (config.ShortestEdge is not null || config.CropSize is not null, config.Mean.Count > 0);
        return new JsonObject
        {
            ["image_processor_type"] = isCut ? "CLIPImageProcessor" : "ViTImageProcessor",
            ["do_resize"] = config.Resizes,
            ["size"] = config.ShortestEdge is { } shortest ? new JsonObject { ["shortest_edge"] = shortest } : WritePair(config.Size),
            ["resample"] = Array.IndexOf(Filters, config.Filter),
            ["do_center_crop"] = config.CropSize is not null,
            ["crop_size"] = WritePair(config.CropSize),
            ["do_rescale"] = config.RescaleFactor is not null,
            ["rescale_factor"] = config.RescaleFactor,
            ["do_normalize"] = normalizes,
            ["image_mean"] = normalizes ? new JsonArray([.. config.Mean.Select(value => JsonValue.Create(value))]) : null,
            ["image_std"] = normalizes ? new JsonArray([.. config.StandardDeviation.Select(value => JsonValue.Create(value))]) : null,
        };
    }

    // A size of one number is a square for ViT and the shorter edge for CLIP, as in files written before sizes had names.
    private static (GridSize? Size, int? Shortest) ReadSize(ModelConfigFile file, bool isCut, ImageProcessorConfig initial)
    {
        if (!file.Has("size"))
        {
            return (initial.Size, initial.ShortestEdge);
        }

        if (isCut && file.IsNumber("size"))
        {
            return (null, file.Int("size", 1, MaxPixels));
        }

        return !file.IsNumber("size") && file.Section("size") is { } section && section.Has("shortest_edge")
            ? (null, section.Int("shortest_edge", 1, MaxPixels))
            : (ReadPair(file, "size"), null);
    }

    private static GridSize? ReadPair(ModelConfigFile file, string name)
    {
        if (!file.Has(name))
        {
            return null;
        }

        if (file.IsNumber(name))
        {
            var edge = file.Int(name, 1, MaxPixels);
            return Checked(new GridSize(edge, edge), file, name);
        }

        var section = file.Section(name)!;
        return Checked(new GridSize(section.Int("height", 1, MaxPixels), section.Int("width", 1, MaxPixels)), file, name);
    }

    private static GridSize Checked(GridSize size, ModelConfigFile file, string name) => (long)size.Height * size.Width <= ImageDecoder.MostPixels
        ? size
        : throw new InvalidInputException($"{file.Path}: \"{name}\" is {size.Width} x {size.Height} pixels; expected at most {ImageDecoder.MostPixels:N0} in all.");

    private static JsonObject? WritePair(GridSize? size) => size is { } pair ? new JsonObject { ["height"] = pair.Height, ["width"] = pair.Width } : null;
}
