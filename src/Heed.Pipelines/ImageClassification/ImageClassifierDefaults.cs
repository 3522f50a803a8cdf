using Heed.Kernels;
using Heed.Models;
using Heed.Pipelines.Classification;
using Heed.Pipelines.Images.Augmentation;
using Heed.Training;

namespace Heed.Pipelines.ImageClassification;

/// <summary>
/// Chooses what the user left open from the data: how many pictures, how large, grey or not. A picture becomes four to ten
/// tokens along its longer edge (fewer if it is asked to be tiny), and the passes are as many as two cores should manage within the time budget, whatever the clock says.
/// </summary>
public static class ImageClassifierDefaults
{
    // What two cores of 2024 do in a second, with a fifth to spare. A step of learning multiplies three times as often as a prediction.
    private const double MultiplicationsASecond = 7e10;
    private const double MultiplicationsOfLearning = 3;
    private const int LeastEpochs = 4;
    private const int MostEpochs = 100;

    // So often seen, photographs are learned by heart unless they change much. Small ones, 1,000 in ten classes, 100 passes, one seed: 56.0 % right
    // when moved and mirrored only, 61.0 % with all changes.
    private const double PassesForStrongChanges = 50;

    // Of a batch of 64. After half a pass over small photographs in ten classes, one seed: 62 % right at 5e-3, 64 % at 1.5e-2, 63 % at 2.5e-2.
    private const float LearningRate = 1.5e-2f;
    private const double OtherRateFactor = 0.3;
    private const float LearningRateOfAdamW = 1e-3f;
    private const float LearningRateOfTrained = 2e-4f;

    private const int LeastPixels = 8;
    private const int MostPixels = 64;
    private const int MostTokensAlongAnEdge = 10;
    private const int LeastTokensAlongAnEdge = 4;

    // With fewer passes fine tokens cost more than they tell. In equal time, one seed, small grey pictures in ten classes: 90.8 % right after two
    // passes with 7 x 7 tokens, 92.6 % after four with 4 x 4; small photographs: 70.6 % and 78.8 %.
    private const double PassesForFineTokens = 20;

    private static readonly TimeSpan UsualBudget = TimeSpan.FromMinutes(9);
    private static readonly MixingOptions Mixed = new() { MixupAlpha = 0.8, CutMixAlpha = 1 };

    /// <param name="options">What the user decided.</param>
    /// <param name="data">What the data are like.</param>
    /// <exception cref="InvalidInputException">The patches asked for do not divide the pictures, or the model to start from is broken.</exception>
    public static ImageClassifierPlan Choose(ImageClassifierOptions options, ImageProfile data) =>
        Choose(options, data, options.StartFrom is { } folder ? StartingPoint.Open(folder) : null);

    internal static ImageClassifierPlan Choose(ImageClassifierOptions options, ImageProfile data, StartingPoint? start)
    {
        var model = start?.Numbers(options) ?? Model(options, data);
        var passes = Passes(model, options, data);
        var augmentation = Changes(options, data, model.ImageSize, start is null && !data.IsGrey && passes >= PassesForStrongChanges);
        var batchSize = options.BatchSize ?? (data.Pictures >= 2_000 ? 64 : data.Pictures >= 200 ? 32 : 16);
        var optimizer = options.Optimizer ?? (start is null ? OptimizerChoice.Muon : OptimizerChoice.AdamW);
        return new ImageClassifierPlan
        {
            Model = model,
            Augmentation = augmentation,
            Mixing = options.Mixes ?? false ? Mixed : new MixingOptions(),
            Epochs = (int)passes,
            BatchSize = batchSize,
            Optimizer = optimizer,
            OtherRateFactor = OtherRateFactor,
            LearningRate = options.LearningRate ?? Rate(optimizer, start is not null, batchSize),
            WarmupShare = 0.1f,
            WeightDecay = options.WeightDecay ?? 0.05f,
            LabelSmoothing = options.LabelSmoothing ?? 0.1f,
            AverageDecay = options.AverageDecay ?? 0.995f,
            Patience = options.Patience ?? 0,
        };
    }

    private static double Passes(CompactViTConfig model, ImageClassifierOptions options, ImageProfile data) =>
        options.Epochs ?? Math.Clamp(Math.Round(AffordablePasses(model, options, data)), LeastEpochs, MostEpochs);

    private static double AffordablePasses(CompactViTConfig model, ImageClassifierOptions options, ImageProfile data)
    {
        var affordable = (options.TimeBudget ?? UsualBudget).TotalSeconds * MultiplicationsASecond;
        return affordable / (MultiplicationsOfLearning * model.CountMultiplications(data.NumClasses) * (options.Repeats ?? 1) * data.Pictures);
    }

    private static float Rate(OptimizerChoice optimizer, bool isTrained, int batchSize) => (isTrained, optimizer) switch
    {
        (true, _) => LearningRateOfTrained,
        (_, OptimizerChoice.Muon) => LearningRate * MathF.Sqrt(batchSize / 64f),
        _ => LearningRateOfAdamW,
    };

    private static CompactViTConfig Size(ModelPreset preset) => preset switch
    {
        ModelPreset.Tiny => new() { ModelDim = 128, NumLayers = 4, NumHeads = 4, HiddenDim = 256, StemChannels = 64 },
        ModelPreset.Small => new() { ModelDim = 192, NumLayers = 6, NumHeads = 6, HiddenDim = 384, StemChannels = 64 },
        _ => new() { ModelDim = 384, NumLayers = 8, NumHeads = 12, HiddenDim = 768, StemChannels = 96 },
    };

    private static AugmentationOptions Changes(AugmentationStrength strength) => strength switch
    {
        AugmentationStrength.Strong => new() { NumChanges = 2, Magnitude = 9, ErasingRate = 0.25 },
        _ => new(),
    };

    private static AugmentationOptions Changes(ImageClassifierOptions options, ImageProfile data, GridSize size, bool needsStrong)
    {
        var strength = options.Augmentation ?? (needsStrong ? AugmentationStrength.Strong : AugmentationStrength.Light);
        var isChanged = strength != AugmentationStrength.None;
        return Changes(strength) with
        {
            CropPadding = options.CropPadding ?? (isChanged ? Math.Min(size.Height, size.Width) / 8 : 0),

            // Grey ones are often digits or letters.
            Flips = options.Flips ?? (isChanged && !data.IsGrey),
            Repeats = options.Repeats ?? 1,
        };
    }

    private static CompactViTConfig Model(ImageClassifierOptions options, ImageProfile data)
    {
        var size = Pixels(options, data.Size);
        var preset = Size(options.Preset ?? ModelPreset.Tiny);
        var model = preset with
        {
            ImageSize = size,
            NumConvolutions = options.Convolutions ?? 0,
            Pooling = options.Pooling ?? ImagePooling.Sequence,
            Positions = options.Positions ?? ImagePositions.Learned,
            NumRegisters = options.Registers ?? 0,
            StochasticDepth = options.StochasticDepth ?? 0,
            HiddenDropout = options.Dropout ?? 0,
        };
        return model.NumConvolutions > 0 ? model
            : options.Convolutions is null && options.PatchSize is null ? WithConvolutions(model, options, data)
            : WithPatches(model, options);
    }

    // Small pictures stay as they are; large ones lose detail that a small model could not use anyway.
    private static GridSize Pixels(ImageClassifierOptions options, GridSize found)
    {
        if (options.ImageSize is { } edge)
        {
            return new(edge, edge);
        }

        var scale = Math.Min(1, MostPixels / (double)Math.Max(found.Height, found.Width));
        return new(Scaled(found.Height), Scaled(found.Width));

        int Scaled(int length) => Math.Max(LeastPixels, (int)Math.Round(length * scale));
    }

    // The finest tokens that leave time for enough passes.
    private static CompactViTConfig WithConvolutions(CompactViTConfig model, ImageClassifierOptions options, ImageProfile data)
    {
        var longest = Math.Max(model.ImageSize.Height, model.ImageSize.Width);
        var count = 1;
        while (TokensAfter(count) > MostTokensAlongAnEdge || (TokensAfter(count + 1) >= LeastTokensAlongAnEdge && PassesWith(count) < PassesForFineTokens))
        {
            count++;
        }

        return model with { NumConvolutions = count };

        double PassesWith(int convolutions) => options.Epochs ?? AffordablePasses(model with { NumConvolutions = convolutions }, options, data);

        // Each convolution leaves half as many, rounded up.
        int TokensAfter(int convolutions) => (longest + (1 << convolutions) - 1) >> convolutions;
    }

    // Pictures are filled up to whole patches, unless their size was asked for.
    private static CompactViTConfig WithPatches(CompactViTConfig model, ImageClassifierOptions options)
    {
        var (height, width) = model.ImageSize;
        var longest = Math.Max(height, width);
        var patch = options.PatchSize ?? (longest <= 12 ? 2 : longest <= 40 ? 4 : longest / 8);
        if (patch < 1 || (options.ImageSize is not null && height % patch != 0))
        {
            throw new InvalidInputException($"Patches of {patch} pixels do not divide pictures of {height}; expected a patch size that does.");
        }

        return model with { PatchSize = new(patch, patch), ImageSize = new(Filled(height), Filled(width)) };

        int Filled(int length) => (length + patch - 1) / patch * patch;
    }
}
