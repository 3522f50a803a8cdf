namespace Heed.Pipelines.Classification;

/// <summary>The options after everything left open has been chosen from the data.</summary>
public sealed record TextClassifierPlan : ClassifierPlan
{
    public required EncoderFamily Family { get; init; }

    public required int ModelDim { get; init; }

    public required int NumLayers { get; init; }

    public required int NumHeads { get; init; }

    public required int HiddenDim { get; init; }

    public required int VocabularySize { get; init; }

    public required int MaxLength { get; init; }

    public required int PretrainingEpochs { get; init; }

    public required float PretrainingLearningRate { get; init; }

    public required float Dropout { get; init; }

    public required float TokenDropout { get; init; }

    /// <summary>Share of the simple model's opinion in the target of a whole text.</summary>
    public required float SoftLabelShare { get; init; }

    /// <summary>Share of the examples of a step that are pieces of texts, learned from the simple model's opinion.</summary>
    public required float PieceShare { get; init; }
}
