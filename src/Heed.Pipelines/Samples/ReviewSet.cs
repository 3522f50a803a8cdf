using Heed.Pipelines.Data;

namespace Heed.Pipelines.Samples;

/// <summary>A labelled data set in its three parts.</summary>
public sealed record ReviewSet(
    IReadOnlyList<TextExample> Train, IReadOnlyList<TextExample> Validation, IReadOnlyList<TextExample> Test);
