namespace Heed.Pipelines.Classification;

/// <summary>How to train a classifier, whatever it classifies. Whatever is null is chosen from the data.</summary>
public abstract record ClassifierOptions
{
    public int Seed { get; init; } = 42;

    /// <summary>Size of the model.</summary>
    public ModelPreset? Preset { get; init; }

    /// <summary>Passes over the labelled examples.</summary>
    public int? Epochs { get; init; }

    /// <summary>
    /// The plan is cut where preparing and learning would take longer; a run that was cut depends on the machine's speed. Null for no
    /// limit. Nine minutes leave one for what stands around it, so that a run with defaults ends within ten.
    /// </summary>
    public TimeSpan? TimeBudget { get; init; } = TimeSpan.FromMinutes(9);

    /// <summary>Examples a step.</summary>
    public int? BatchSize { get; init; }

    public float? LearningRate { get; init; }

    /// <summary>Dropout of embeddings and of each sub-layer's result; with texts, of attention weights as well.</summary>
    public float? Dropout { get; init; }

    public float? WeightDecay { get; init; }

    public float? LabelSmoothing { get; init; }

    /// <summary>Weighs each class by the inverse of its frequency, so that rare ones count as much.</summary>
    public bool BalanceClasses { get; init; }

    /// <summary>Epochs without a better validation score after which training stops; 0 for never.</summary>
    public int? Patience { get; init; }

    /// <summary>Share of the training examples set aside for validation where none are given.</summary>
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>Where checkpoints and the finished model go; null to keep everything in memory.</summary>
    public string? OutputDirectory { get; init; }

    /// <summary>Seconds between two saves of the run's state.</summary>
    public double SaveSeconds { get; init; } = 20;

    /// <summary>Goes on with the run that was stopped in <see cref="OutputDirectory"/>, if there is one.</summary>
    public bool Resume { get; init; }
}
