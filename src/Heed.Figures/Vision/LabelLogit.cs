namespace Heed.Figures.Vision;

/// <summary>A class and the number that a model gives it; softmax of all of them are the probabilities.</summary>
public sealed record LabelLogit(string Label, float Logit);
