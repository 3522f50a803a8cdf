using Heed.Pipelines.Data;

namespace Heed.Pipelines.Classification;

/// <summary>The size of a model made from scratch.</summary>
public enum ModelPreset
{
    Tiny,
    Small,
    Base,
}

/// <summary>The encoder family; both open in Hugging Face's transformers.</summary>
public enum EncoderFamily
{
    Bert,
    ModernBert,
}

/// <summary>
/// How to train a <see cref="TextClassifier"/>. Whatever is null is chosen from the data: see <see cref="TextClassifierDefaults"/>.
/// </summary>
public sealed record TextClassifierOptions
{
    public int Seed { get; init; } = 42;

    /// <summary>Size of the model.</summary>
    public ModelPreset? Preset { get; init; }

    public EncoderFamily? Family { get; init; }

    /// <summary>Passes over the labelled texts.</summary>
    public int? Epochs { get; init; }

    /// <summary>Passes over the texts in which hidden tokens are guessed, before the labels are learnt; 0 for none.</summary>
    public int? PretrainingEpochs { get; init; }

    /// <summary>
    /// The plan is cut where preparing and learning would take longer; a run that was cut depends on the machine's speed. Null for no
    /// limit. Nine minutes leave one for what stands around it, so that a run with defaults ends within ten.
    /// </summary>
    public TimeSpan? TimeBudget { get; init; } = TimeSpan.FromMinutes(9);

    /// <summary>Texts a step.</summary>
    public int? BatchSize { get; init; }

    public float? LearningRate { get; init; }

    /// <summary>Dropout in all places.</summary>
    public float? Dropout { get; init; }

    /// <summary>Share of the tokens hidden while labels are learnt.</summary>
    public float? TokenDropout { get; init; }

    public float? WeightDecay { get; init; }

    public float? LabelSmoothing { get; init; }

    /// <summary>Most pieces of the vocabulary.</summary>
    public int? VocabularySize { get; init; }

    /// <summary>Most tokens of a text; what is longer loses its end, and that is reported.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Whether letters are made small and lose their accents.</summary>
    public bool Lowercase { get; init; } = true;

    /// <summary>Weighs each class by the inverse of its frequency, so that rare ones count as much.</summary>
    public bool BalanceClasses { get; init; }

    /// <summary>Epochs without a better validation score after which training stops; 0 for never.</summary>
    public int? Patience { get; init; }

    /// <summary>Share of the training texts set aside for validation where none are given.</summary>
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>Told what the data doctor found, before anything is learnt.</summary>
    public Action<DataReport>? Examined { get; init; }

    /// <summary>The last word on the plan, once everything left open has been chosen from the data.</summary>
    public Func<TextClassifierPlan, TextClassifierPlan>? Adjust { get; init; }

    /// <summary>Where checkpoints and the finished model go; null to keep everything in memory.</summary>
    public string? OutputDirectory { get; init; }

    /// <summary>Seconds between two saves of the run's state.</summary>
    public double SaveSeconds { get; init; } = 20;

    /// <summary>Goes on with the run that was stopped in <see cref="OutputDirectory"/>, if there is one.</summary>
    public bool Resume { get; init; }
}
