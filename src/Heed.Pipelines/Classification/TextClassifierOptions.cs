using Heed.Pipelines.Data;

namespace Heed.Pipelines.Classification;

/// <summary>The encoder family; both open in Hugging Face's transformers.</summary>
public enum EncoderFamily
{
    Bert,
    ModernBert,
}

/// <summary>
/// How to train a <see cref="TextClassifier"/>. Whatever is null is chosen from the data: see <see cref="TextClassifierDefaults"/>.
/// </summary>
public sealed record TextClassifierOptions : ClassifierOptions
{
    public EncoderFamily? Family { get; init; }

    /// <summary>Passes over the texts in which hidden tokens are guessed, before the labels are learned; 0 for none.</summary>
    public int? PretrainingEpochs { get; init; }

    /// <summary>Share of the tokens hidden while labels are learned.</summary>
    public float? TokenDropout { get; init; }

    /// <summary>Most pieces of the vocabulary.</summary>
    public int? VocabularySize { get; init; }

    /// <summary>Most tokens of a text; what is longer loses its end, and that is reported.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Whether letters are made small and lose their accents.</summary>
    public bool Lowercase { get; init; } = true;

    /// <summary>Told what the data doctor found, before anything is learned.</summary>
    public Action<DataReport>? Examined { get; init; }

    /// <summary>The last word on the plan, once everything left open has been chosen from the data.</summary>
    public Func<TextClassifierPlan, TextClassifierPlan>? Adjust { get; init; }
}
