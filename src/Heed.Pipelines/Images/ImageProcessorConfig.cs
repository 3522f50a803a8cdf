using System.Text.Json.Nodes;
using Heed.Kernels;
using Heed.Models;

namespace Heed.Pipelines.Images;

/// <summary>
/// What becomes of a picture before a model sees it: resized, cut to its middle, scaled, normalised, each of them if wanted, in this
/// order. The names in JSON are those of Hugging Face's preprocessor_config.json.
/// </summary>
public sealed record ImageProcessorConfig
{
    /// <summary>Name of the file in a model's folder.</summary>
    public const string FileName = "preprocessor_config.json";

    /// <summary>Whether pictures are resized (do_resize).</summary>
    public bool Resizes { get; init; } = true;

    /// <summary>The size of resized pictures (size: height and width); null where <see cref="ShortestEdge"/> says it.</summary>
    public GridSize? Size { get; init; }

    /// <summary>The length of the shorter edge of resized pictures, in pixels; the longer one keeps its proportion, rounded down (size: shortest_edge).</summary>
    public int? ShortestEdge { get; init; }

    /// <summary>How pixels are made from their neighbours (resample, in Pillow's numbers).</summary>
    public ResizeFilter Filter { get; init; } = ResizeFilter.Bilinear;

    /// <summary>The size of the middle that is kept (do_center_crop, crop_size); null for all.</summary>
    public GridSize? CropSize { get; init; }

    /// <summary>What bytes are multiplied by (do_rescale, rescale_factor); null for nothing.</summary>
    public double? RescaleFactor { get; init; } = 1.0 / 255;

    /// <summary>What is taken off red, green and blue before they are divided by <see cref="StandardDeviation"/> (do_normalize, image_mean); empty for nothing.</summary>
    public IReadOnlyList<double> Mean { get; init; } = [];

    /// <summary>What red, green and blue are divided by (image_std).</summary>
    public IReadOnlyList<double> StandardDeviation { get; init; } = [];

    /// <summary>224 x 224, bilinear, in [-1, 1]: Hugging Face's ViTImageProcessor.</summary>
    public static ImageProcessorConfig ViT { get; } = new() { Size = new(224, 224), Mean = [0.5, 0.5, 0.5], StandardDeviation = [0.5, 0.5, 0.5] };

    /// <summary>The shorter edge 224, bicubic, the middle 224 x 224, by CLIP's own mean and deviation: Hugging Face's CLIPImageProcessor.</summary>
    public static ImageProcessorConfig Clip { get; } = new()
    {
        ShortestEdge = 224,
        Filter = ResizeFilter.Bicubic,
        CropSize = new(224, 224),
        Mean = [0.48145466, 0.4578275, 0.40821073],
        StandardDeviation = [0.26862954, 0.26130258, 0.27577711],
    };

    /// <summary>Reads <paramref name="directory"/>/preprocessor_config.json; what it does not say is as its image_processor_type has it.</summary>
    /// <exception cref="InvalidInputException">It is missing, or an entry is impossible.</exception>
    public static ImageProcessorConfig Read(string directory) => ImageProcessorJson.Read(ModelConfigFile.Open(directory, FileName));

    /// <summary>The entries of preprocessor_config.json.</summary>
    public JsonObject ToJson() => ImageProcessorJson.Write(this);

    /// <summary>The same for another size of what comes out: what is cut away keeps its share.</summary>
    /// <param name="result">Height and width of the pictures afterwards.</param>
    public ImageProcessorConfig ResultingIn(GridSize result)
    {
        if (!Resizes || (ShortestEdge is null && CropSize is null))
        {
            return this with { Resizes = true, Size = result, ShortestEdge = null, CropSize = null };
        }

        if (CropSize is not { } crop)
        {
            return this with { ShortestEdge = Math.Max(result.Height, result.Width), CropSize = result };
        }

        var factor = Math.Max(result.Height / (double)crop.Height, result.Width / (double)crop.Width);
        return this with
        {
            Size = Size is { } size ? new(Scaled(size.Height), Scaled(size.Width)) : null,
            ShortestEdge = ShortestEdge is { } edge ? Scaled(edge) : null,
            CropSize = result,
        };

        int Scaled(int length) => Math.Max(1, (int)Math.Round(length * factor));
    }

    /// <summary>The size of a picture of <paramref name="size"/> after resizing.</summary>
    /// <exception cref="InvalidInputException">By its shorter edge a thin picture would become larger than any that is read.</exception>
    public GridSize SizeAfterResizing(GridSize size)
    {
        if (!Resizes)
        {
            return size;
        }

        if (ShortestEdge is not { } shortest)
        {
            return Size ?? throw new ArgumentException("An image processor that resizes needs a size or a shortest edge.");
        }

        var longest = (long)((double)((long)shortest * Math.Max(size.Height, size.Width)) / Math.Min(size.Height, size.Width));
        if (longest * shortest > ImageDecoder.MostPixels)
        {
            throw new InvalidInputException(
                $"resizing {size.Width} x {size.Height} pixels to a shorter edge of {shortest} makes the longer one {longest:N0}; expected at most {ImageDecoder.MostPixels:N0} pixels in all.");
        }

        return size.Width <= size.Height ? new((int)longest, shortest) : new(shortest, (int)longest);
    }
}
