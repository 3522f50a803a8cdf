namespace Heed.Pipelines.Classification;

/// <summary>What a classifier says of one text.</summary>
/// <param name="Input">The text.</param>
/// <param name="Label">The most probable label.</param>
/// <param name="Score">Its probability.</param>
/// <param name="Scores">The most probable labels, falling.</param>
/// <param name="Truncated">Whether the text was longer than the model reads, so that its end was not seen.</param>
public sealed record Prediction(string Input, string Label, float Score, IReadOnlyList<LabelScore> Scores, bool Truncated);

/// <summary>A label and its probability.</summary>
/// <param name="Label">Name of the class.</param>
/// <param name="Score">Probability, 0 to 1.</param>
public sealed record LabelScore(string Label, float Score);
