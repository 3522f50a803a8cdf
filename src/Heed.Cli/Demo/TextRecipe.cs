using Heed.Pipelines.Classification;

namespace Heed.Cli.Demo;

/// <summary>How the demo trains on texts: small and quick, for texts of ten to twenty words.</summary>
internal static class TextRecipe
{
    public static TextClassifierOptions Options(int seed, string directory) => new()
    {
        Seed = seed,
        Preset = ModelPreset.Tiny,
        VocabularySize = 2_000,
        MaxLength = 64,
        PretrainingEpochs = 0,
        Epochs = 14,
        TokenDropout = 0,
        BatchSize = 32,
        TimeBudget = TimeSpan.FromSeconds(45),
        OutputDirectory = directory,

        // The simple model fails on these texts, so its opinion would mislead; and validation, of patterns that training has too, is
        // soon all but perfect while patterns never seen are still being learned.
        Adjust = plan => plan with { SoftLabelShare = 0, PieceShare = 0, KeepTolerance = 0.05 },
    };
}
