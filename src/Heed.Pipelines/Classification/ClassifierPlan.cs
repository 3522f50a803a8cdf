using Heed.Training;

namespace Heed.Pipelines.Classification;

/// <summary>What all plans say of the passes over labelled examples.</summary>
public abstract record ClassifierPlan
{
    /// <summary>Passes over the labelled examples.</summary>
    public required int Epochs { get; init; }

    /// <summary>Examples a step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The highest learning rate.</summary>
    public required float LearningRate { get; init; }

    public required float WeightDecay { get; init; }

    /// <summary>Share of the target that is spread over all classes.</summary>
    public required float LabelSmoothing { get; init; }

    /// <summary>Decay of the running average of the weights, which validation and the result use; 0 for none.</summary>
    public required float AverageDecay { get; init; }

    /// <summary>How much above the lowest validation loss a later state may be and still be kept.</summary>
    public double KeepTolerance { get; init; }

    /// <summary>Epochs without a better validation score after which training stops; 0 for never.</summary>
    public required int Patience { get; init; }

    /// <summary>The passes over the labels.</summary>
    /// <param name="options">Seed, and how often the run is saved.</param>
    /// <param name="budget">What is left of the time.</param>
    internal TrainingPlan ToTraining(ClassifierOptions options, TimeSpan? budget) => new()
    {
        Epochs = Epochs,
        BatchSize = BatchSize,
        LearningRate = LearningRate,
        WeightDecay = WeightDecay,
        AverageDecay = AverageDecay,
        KeepTolerance = KeepTolerance,
        Patience = Patience,
        Seed = (ulong)options.Seed,
        TimeBudget = budget,
        SaveSeconds = options.SaveSeconds,
    };
}
