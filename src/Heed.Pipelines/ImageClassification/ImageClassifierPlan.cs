namespace Heed.Pipelines.ImageClassification;

/// <summary>The options after everything left open has been chosen from the data.</summary>
public sealed record ImageClassifierPlan
{
    /// <summary>Height and width that pictures are resized to, in pixels.</summary>
    public required int ImageSize { get; init; }

    /// <summary>Height and width of a patch, in pixels.</summary>
    public required int PatchSize { get; init; }

    public required int ModelDim { get; init; }

    public required int NumLayers { get; init; }

    public required int NumHeads { get; init; }

    public required int HiddenDim { get; init; }

    public required int Epochs { get; init; }

    public required int BatchSize { get; init; }

    public required float LearningRate { get; init; }

    public required float Dropout { get; init; }

    public required float WeightDecay { get; init; }

    public required float LabelSmoothing { get; init; }

    /// <summary>Most pixels by which a picture is moved, in each direction.</summary>
    public required int CropPadding { get; init; }

    /// <summary>Whether pictures are mirrored at random.</summary>
    public required bool Flips { get; init; }

    public required float AverageDecay { get; init; }

    /// <summary>How much above the lowest validation loss a later state may be and still be kept.</summary>
    public double KeepTolerance { get; init; }

    public required int Patience { get; init; }
}
