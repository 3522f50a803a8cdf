namespace Heed.Pipelines.Classification;

/// <summary>The options after everything left open has been chosen from the data.</summary>
public sealed record TextClassifierPlan
{
    public required EncoderFamily Family { get; init; }

    public required int ModelDim { get; init; }

    public required int NumLayers { get; init; }

    public required int NumHeads { get; init; }

    public required int HiddenDim { get; init; }

    public required int VocabularySize { get; init; }

    public required int MaxLength { get; init; }

    public required int Epochs { get; init; }

    public required int PretrainingEpochs { get; init; }

    public required int BatchSize { get; init; }

    public required float LearningRate { get; init; }

    public required float PretrainingLearningRate { get; init; }

    public required float Dropout { get; init; }

    public required float TokenDropout { get; init; }

    public required float WeightDecay { get; init; }

    public required float LabelSmoothing { get; init; }

    /// <summary>Share of the simple model's opinion in the target of a whole text.</summary>
    public required float SoftLabelShare { get; init; }

    /// <summary>Share of the examples of a step that are pieces of texts, learnt from the simple model's opinion.</summary>
    public required float PieceShare { get; init; }

    public required float AverageDecay { get; init; }

    /// <summary>How much above the lowest validation loss a later state may be and still be kept.</summary>
    public double KeepTolerance { get; init; }

    public required int Patience { get; init; }
}
