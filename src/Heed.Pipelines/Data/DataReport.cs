using System.Text.Json.Serialization;
using Heed.Kernels;

namespace Heed.Pipelines.Data;

/// <summary>What the data doctor found.</summary>
/// <param name="Splits">The parts of the data, in the order given; the first is what is learned from.</param>
/// <param name="Findings">What is to be said about them, the gravest first.</param>
public sealed record DataReport(IReadOnlyList<SplitSummary> Splits, IReadOnlyList<DataFinding> Findings)
{
    /// <summary>Whether training on this data would fail or mean nothing.</summary>
    public bool HasErrors => Findings.Any(finding => finding.Severity == FindingSeverity.Error);
}

/// <summary>The size of one part of the data.</summary>
/// <param name="Name">What it is called, such as "training".</param>
/// <param name="Examples">Its texts or pictures, empty and broken ones included.</param>
/// <param name="Labels">The labels with their counts, the most frequent first.</param>
/// <param name="Lengths">How long the texts are; null if there are none.</param>
public sealed record SplitSummary(string Name, long Examples, IReadOnlyList<LabelCount> Labels, LengthSummary? Lengths)
{
    /// <summary>How large the pictures are; null if there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SizeSummary? Sizes { get; init; }
}

/// <summary>Sizes of pictures, the broken ones left out. One is larger than another if it has more pixels.</summary>
/// <param name="Different">How many sizes there are.</param>
/// <param name="Pictures">How many pictures that is.</param>
/// <param name="Grey">How many of them have no colour.</param>
public sealed record SizeSummary(GridSize Min, GridSize Median, GridSize Max, int Different, int Pictures, int Grey);

/// <summary>How often a label occurs.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Count">Its examples.</param>
/// <param name="Share">Its part of all examples, 0 to 1.</param>
public sealed record LabelCount(string Label, long Count, double Share);

/// <summary>Lengths of texts. A percentile is the least length that so many percent of the texts do not exceed.</summary>
/// <param name="Unit">"tokens", special tokens included, or "words" where no tokenizer was given.</param>
/// <param name="Truncated">Texts longer than the limit; 0 where none was given.</param>
public sealed record LengthSummary(string Unit, int Min, int Median, double Mean, int P90, int P99, int Max, long Truncated);

/// <summary>One thing that was found.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Severity">How grave it is.</param>
/// <param name="Message">One sentence for a person.</param>
/// <param name="Places">Up to three examples of it; one that is about two texts has a place for each.</param>
public sealed record DataFinding(FindingKind Kind, FindingSeverity Severity, string Message, IReadOnlyList<DataPlace> Places);

/// <summary>Where something was found.</summary>
/// <param name="Split">The part of the data.</param>
/// <param name="Line">The line, or row, in its file; 0 for a picture.</param>
/// <param name="Label">The label that stands there.</param>
/// <param name="Excerpt">How the text begins, on one line; the name of the picture, and what is wrong with it where it is broken.</param>
public sealed record DataPlace(string Split, long Line, string Label, string Excerpt);

/// <summary>How grave a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>Good to know.</summary>
    Information,

    /// <summary>Training works, but its result or its scores suffer.</summary>
    Warning,

    /// <summary>Training cannot work.</summary>
    Error,
}

/// <summary>What a finding is about.</summary>
public enum FindingKind
{
    /// <summary>A split has no examples.</summary>
    NoExamples,

    /// <summary>All examples to learn from have one label.</summary>
    OneClass,

    /// <summary>A label occurs in another split but not in the one to learn from.</summary>
    UnseenLabel,

    /// <summary>Texts that are empty or white space.</summary>
    EmptyText,

    /// <summary>Pictures that cannot be read, or are too small to show anything.</summary>
    BrokenPicture,

    /// <summary>A label to learn from does not occur in the validation data.</summary>
    MissingLabel,

    /// <summary>Pictures in no class folder.</summary>
    UnlabelledPicture,

    /// <summary>A text or picture stands in a split more than once, with different labels.</summary>
    Contradiction,

    /// <summary>A text or picture stands in two splits, so the scores on one of them look better than they are.</summary>
    Overlap,

    /// <summary>A text or picture stands in a split more than once.</summary>
    Duplicate,

    /// <summary>A label has too few examples to be learned.</summary>
    RareLabel,

    /// <summary>Labels that differ in letter case only.</summary>
    SimilarLabels,

    /// <summary>How unevenly the labels are distributed.</summary>
    Imbalance,

    /// <summary>Texts longer than the model reads.</summary>
    Truncation,
}
