using Heed.Autograd;
using Heed.Kernels;
using Heed.Models;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.ImageClassification;

/// <summary>
/// What a classifier makes of one picture on the way to its answer: z_0 = [prefix; x_1 + p_1; ...; x_N + p_N], and after the last block logits.
/// </summary>
/// <param name="Image">The picture as the model saw it, resized and cut.</param>
/// <param name="Grid">Patches from top to bottom and from left to right.</param>
/// <param name="ModelDim">Numbers of a token.</param>
/// <param name="Patches">x, [numPatches, modelDim]: what the linear layer or the stem makes of each patch.</param>
/// <param name="Positions">p, [numPatches, modelDim]: what is added for the place of each; empty where nothing is.</param>
/// <param name="Tokens">z_0, [numTokens, modelDim]: what the first block reads.</param>
/// <param name="PrefixNames">What the tokens before the patches are, in order.</param>
/// <param name="Logits">The number of each label; softmax of them are the probabilities.</param>
/// <param name="Labels">The labels.</param>
public sealed record PatchEncoding(
    RgbImage Image,
    GridSize Grid,
    int ModelDim,
    IReadOnlyList<float> Patches,
    IReadOnlyList<float> Positions,
    IReadOnlyList<float> Tokens,
    IReadOnlyList<string> PrefixNames,
    IReadOnlyList<float> Logits,
    IReadOnlyList<string> Labels)
{
    /// <summary>How places are told apart.</summary>
    public required ImagePositions PositionKind { get; init; }

    /// <summary>What each convolution of a stem gives, from the first to the last, which are the patches; empty where patches are cut.</summary>
    public required IReadOnlyList<StemFeatures> Stem { get; init; }

    /// <summary>Height and width of the square of pixels about its place that a patch of a stem is made of; 0 where patches are cut.</summary>
    public required int ReceptiveField { get; init; }

    /// <summary>Which part of the picture stands for each patch.</summary>
    public required TokenCells Cells { get; init; }

    /// <summary>The pixels of one patch, as far as it is cut: with a stem neighbours share pixels, and these are the ones nearest to its place.</summary>
    /// <param name="row">From the top, from 0.</param>
    /// <param name="column">From the left, from 0.</param>
    public RgbImage PatchPixels(int row, int column)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Grid.Height);
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, Grid.Width);
        if (ReceptiveField > 0)
        {
            var (top, bottom) = Cells.Rows.PixelsOf(row, Image.Size.Height);
            var (left, right) = Cells.Columns.PixelsOf(column, Image.Size.Width);
            return Image.Crop(top, left, new GridSize(bottom - top, right - left));
        }

        var size = new GridSize(Image.Size.Height / Grid.Height, Image.Size.Width / Grid.Width);
        return Image.Crop(row * size.Height, column * size.Width, size);
    }

    internal static PatchEncoding Of(ImageClassifier classifier, ImageSource image)
    {
        var seen = PictureReading.Framed(image, classifier.Processor.Frame);
        using var tape = new Tape(recordsGradients: false);
        var pixels = classifier.Processor.Normalise([seen]);
        var logits = classifier.Vision.Model.Classify(pixels, resizesPositions: true).Data.ToArray();
        var tokens = classifier.Vision.Model.Embed(pixels, resizesPositions: true);
        return new PatchEncoding(
            seen,
            classifier.Vision.Model.GridOf(seen.Size),
            tokens.Tokens.Columns,
            tokens.Patches.Data.ToArray(),
            tokens.Positions is null ? [] : tokens.Positions.Data.ToArray(),
            tokens.Tokens.Data.ToArray(),
            tokens.PrefixNames,
            logits,
            classifier.Labels)
        {
            PositionKind = tokens.PositionKind,
            Stem = [.. tokens.Stem.Select(maps => new StemFeatures(new GridSize(maps.Shape[1], maps.Shape[2]), maps.Shape[3], maps.Data.ToArray()))],
            ReceptiveField = tokens.ReceptiveField,
            Cells = classifier.Vision.Model.CellsOf(seen.Size),
        };
    }
}

/// <summary>What one convolution of a stem gives, ReLU and pooling included.</summary>
/// <param name="Size">Height and width of its maps.</param>
/// <param name="Channels">How many maps there are.</param>
/// <param name="Values">[height, width, channels].</param>
public sealed record StemFeatures(GridSize Size, int Channels, IReadOnlyList<float> Values);
