using Heed.Pipelines.ImageClassification;
using Heed.Training;

namespace Heed.Cli.Demo;

/// <summary>
/// How the demo trains on pictures: half of the built-in ones, three times over. Nothing is decided by the clock, so the same seed gives the same model
/// everywhere. With AdamW in place of Muon it takes three times as many passes.
/// </summary>
internal static class PictureRecipe
{
    /// <summary>Pictures to learn from.</summary>
    public const int Pictures = 3_000;

    private const float AdamRateFactor = 0.15f;

    public static ImageClassifierOptions Options(int seed, string directory) => new()
    {
        Seed = seed,
        Epochs = 3,
        BatchSize = 64,
        Optimizer = OptimizerChoice.Muon,
        LearningRate = 0.02f,
        LabelSmoothing = 0.05f,
        AverageDecay = 0.98f,
        CropPadding = 2,
        Flips = true,
        TimeBudget = null,
        OutputDirectory = directory,
        Adjust = plan => plan with
        {
            Model = plan.Model with { ModelDim = 64, NumLayers = 3, NumHeads = 4, HiddenDim = 128, StemChannels = 16 },
            OtherRateFactor = AdamRateFactor,
            WarmupShare = 0.15f,
        },
    };
}
