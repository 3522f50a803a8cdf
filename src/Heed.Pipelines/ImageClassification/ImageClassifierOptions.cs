using Heed.Pipelines.Classification;

namespace Heed.Pipelines.ImageClassification;

/// <summary>
/// How to train an <see cref="ImageClassifier"/>. Whatever is null is chosen from the data: see <see cref="ImageClassifierDefaults"/>.
/// </summary>
public sealed record ImageClassifierOptions
{
    public int Seed { get; init; } = 42;

    /// <summary>Size of the model.</summary>
    public ModelPreset? Preset { get; init; }

    /// <summary>Height and width that pictures are resized to, in pixels.</summary>
    public int? ImageSize { get; init; }

    /// <summary>Height and width of a patch, in pixels; divides the image size.</summary>
    public int? PatchSize { get; init; }

    /// <summary>Passes over the pictures.</summary>
    public int? Epochs { get; init; }

    /// <summary>
    /// The plan is cut where preparing and learning would take longer; a run that was cut depends on the machine's speed. Null for no
    /// limit. Nine minutes leave one for what stands around it, so that a run with defaults ends within ten.
    /// </summary>
    public TimeSpan? TimeBudget { get; init; } = TimeSpan.FromMinutes(9);

    /// <summary>Pictures a step.</summary>
    public int? BatchSize { get; init; }

    public float? LearningRate { get; init; }

    /// <summary>Dropout of embeddings and of each sub-layer's result.</summary>
    public float? Dropout { get; init; }

    public float? WeightDecay { get; init; }

    public float? LabelSmoothing { get; init; }

    /// <summary>Most pixels by which a picture is moved, in each direction; 0 for none.</summary>
    public int? CropPadding { get; init; }

    /// <summary>Whether pictures are mirrored at random. It helps where left and right mean the same, and harms where they do not, as with digits.</summary>
    public bool? Flips { get; init; }

    /// <summary>Weighs each class by the inverse of its frequency, so that rare ones count as much.</summary>
    public bool BalanceClasses { get; init; }

    /// <summary>Epochs without a better validation score after which training stops; 0 for never.</summary>
    public int? Patience { get; init; }

    /// <summary>Share of the training pictures set aside for validation where none are given.</summary>
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>Told of each broken picture, which is then left out; null to fail at the first.</summary>
    public Action<string>? Skipped { get; init; }

    /// <summary>Told what was found and chosen, before anything is learnt.</summary>
    public Action<ImageProfile, ImageClassifierPlan>? Examined { get; init; }

    /// <summary>The last word on the plan, once everything left open has been chosen from the data.</summary>
    public Func<ImageClassifierPlan, ImageClassifierPlan>? Adjust { get; init; }

    /// <summary>Where checkpoints and the finished model go; null to keep everything in memory.</summary>
    public string? OutputDirectory { get; init; }

    /// <summary>Seconds between two saves of the run's state.</summary>
    public double SaveSeconds { get; init; } = 20;

    /// <summary>Goes on with the run that was stopped in <see cref="OutputDirectory"/>, if there is one.</summary>
    public bool Resume { get; init; }
}
