namespace Heed.Pipelines.Images;

/// <summary>Labelled pictures, in the splits that they came in.</summary>
/// <param name="Train">Pictures to learn from; all of them where the data have no splits.</param>
/// <param name="Validation">Pictures set aside to choose by; null where the data name none.</param>
/// <param name="Test">Pictures set aside to measure on; null where the data name none.</param>
public sealed record ImageSet(
    IReadOnlyList<ImageExample> Train, IReadOnlyList<ImageExample>? Validation = null, IReadOnlyList<ImageExample>? Test = null)
{
    /// <summary>Files that lie among the pictures and are none by their endings.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>Pictures that lie in no folder of a class, so that nothing says what they show.</summary>
    public IReadOnlyList<string> Unlabelled { get; init; } = [];

    /// <summary>Pictures to measure a model on: the test split, else the validation split, else all.</summary>
    public IReadOnlyList<ImageExample> HeldOut => Test ?? Validation ?? Train;
}
