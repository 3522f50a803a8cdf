using Heed.Pipelines.Classification;

namespace Heed.Pipelines.ImageClassification;

/// <summary>
/// Chooses what the user left open from the data: how many pictures, how large, grey or not, how many classes. A picture becomes some 50
/// to 65 tokens, and the passes are as many as a fixed number of operations allows.
/// </summary>
public static class ImageClassifierDefaults
{
    // Multiplications and additions of a run. Set by no measurement of accuracy.
    private const double Operations = 4e13;
    private const int MostPixels = 64;
    private const int SmallPatches = 40;

    /// <param name="options">What the user decided.</param>
    /// <param name="data">What the data are like.</param>
    /// <exception cref="InvalidInputException">The patches asked for do not divide the pictures.</exception>
    public static ImageClassifierPlan Choose(ImageClassifierOptions options, ImageProfile data)
    {
        var (modelDim, numLayers) = Size(options.Preset ?? ModelPreset.Tiny);
        var (imageSize, patchSize) = Pixels(options, data);
        var grid = imageSize / patchSize;
        var parameters = numLayers * 8.0 * modelDim * modelDim;
        var operationsAnEpoch = 6 * parameters * ((grid * grid) + 1) * data.Pictures;
        return new ImageClassifierPlan
        {
            ImageSize = imageSize,
            PatchSize = patchSize,
            ModelDim = modelDim,
            NumLayers = numLayers,
            NumHeads = modelDim / 32,
            HiddenDim = modelDim * 2,
            Epochs = options.Epochs ?? (int)Math.Clamp(Math.Round(Operations / operationsAnEpoch), 4, 100),
            BatchSize = options.BatchSize ?? (data.Pictures >= 2_000 ? 64 : data.Pictures >= 200 ? 32 : 16),
            LearningRate = options.LearningRate ?? 1e-3f,
            Dropout = options.Dropout ?? 0,
            WeightDecay = options.WeightDecay ?? 0.05f,
            LabelSmoothing = options.LabelSmoothing ?? 0.1f,
            CropPadding = options.CropPadding ?? imageSize / 8,
            Flips = options.Flips ?? !data.IsGrey,
            AverageDecay = 0.995f,
            Patience = options.Patience ?? 0,
        };
    }

    // Small pictures stay as they are, filled up to whole patches; large ones lose detail that a small model could not use anyway.
    private static (int ImageSize, int PatchSize) Pixels(ImageClassifierOptions options, ImageProfile data)
    {
        var wanted = options.ImageSize ?? Math.Clamp(data.ShortEdge, 8, MostPixels);
        var patchSize = options.PatchSize ?? (wanted <= 12 ? 2 : wanted <= SmallPatches ? 4 : Math.Max(1, wanted / 8));
        if (options.ImageSize is null)
        {
            wanted = (wanted + patchSize - 1) / patchSize * patchSize;
        }

        return patchSize >= 1 && wanted % patchSize == 0
            ? (wanted, patchSize)
            : throw new InvalidInputException($"Patches of {patchSize} pixels do not divide pictures of {wanted}; expected a patch size that does.");
    }

    private static (int ModelDim, int NumLayers) Size(ModelPreset preset) => preset switch
    {
        ModelPreset.Tiny => (128, 4),
        ModelPreset.Small => (192, 6),
        _ => (384, 8),
    };
}

/// <summary>What the defaults look at.</summary>
/// <param name="Pictures">Number of training pictures.</param>
/// <param name="ShortEdge">Median of the shorter edges, in pixels.</param>
/// <param name="IsGrey">Whether no picture has colour.</param>
/// <param name="NumClasses">Number of labels.</param>
public sealed record ImageProfile(int Pictures, int ShortEdge, bool IsGrey, int NumClasses);
