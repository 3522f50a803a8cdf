namespace Heed.Pipelines.Classification;

/// <summary>
/// Chooses what the user left open from the data: how many texts, how long, how many classes. The numbers were found by measuring
/// on public sets of 5,000 to 60,000 texts, trained from scratch on two cores, and keep a run within some minutes there.
/// </summary>
public static class TextClassifierDefaults
{
    // Tokens to read in each phase: more of the first helps for as long as time allows, more of the second only up to a point.
    private const double PretrainingTokens = 6e6;
    private const double TrainingTokens = 5e6;

    /// <param name="options">What the user decided.</param>
    /// <param name="data">What the data are like.</param>
    public static TextClassifierPlan Choose(TextClassifierOptions options, DataProfile data)
    {
        var (modelDim, numLayers) = Size(options.Preset ?? ModelPreset.Tiny);
        var maxLength = options.MaxLength ?? Math.Clamp((int)(data.LongTokens * PiecesPerWord) + 2, 32, 512);
        var tokensPerEpoch = data.Texts * Math.Min((data.MeanTokens * PiecesPerWord) + 2, maxLength);
        return new TextClassifierPlan
        {
            Family = options.Family ?? EncoderFamily.ModernBert,
            ModelDim = modelDim,
            NumLayers = numLayers,
            NumHeads = modelDim / 32,
            HiddenDim = modelDim * 2,
            VocabularySize = options.VocabularySize ?? 12_000,
            MaxLength = maxLength,
            Epochs = options.Epochs ?? Passes(TrainingTokens, tokensPerEpoch, 2, 12),
            PretrainingEpochs = options.PretrainingEpochs ?? Passes(PretrainingTokens, tokensPerEpoch, 1, 60),
            BatchSize = options.BatchSize ?? 32,
            LearningRate = options.LearningRate ?? 1e-3f,
            PretrainingLearningRate = 2 * (options.LearningRate ?? 1e-3f),
            Dropout = options.Dropout ?? 0.1f,
            TokenDropout = options.TokenDropout ?? 0.05f,
            WeightDecay = options.WeightDecay ?? 0.1f,
            LabelSmoothing = options.LabelSmoothing ?? 0.05f,
            // Below one half the label of a text always outweighs the simple model's opinion of it.
            SoftLabelShare = 0.4f,
            PieceShare = 0.4f,
            AverageDecay = 0.995f,
            Patience = options.Patience ?? 0,
        };
    }

    // A word is cut into this many pieces, as a rule.
    private const double PiecesPerWord = 1.25;

    private static int Passes(double tokens, double tokensPerEpoch, int least, int most) => Math.Clamp((int)Math.Round(tokens / tokensPerEpoch), least, most);

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
