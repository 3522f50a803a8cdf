namespace Heed.Figures;

/// <summary>A class and the probability, 0 to 1, that a model gives it.</summary>
public sealed record ScoredLabel(string Label, float Score);
