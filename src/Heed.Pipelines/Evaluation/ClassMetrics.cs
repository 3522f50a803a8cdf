namespace Heed.Pipelines.Evaluation;

/// <summary>How well one class is told from the others; a quotient 0/0 counts as 0, as in scikit-learn.</summary>
/// <param name="Name">The class.</param>
/// <param name="Precision">Of those predicted as this class, the share that is.</param>
/// <param name="Recall">Of those that are this class, the share predicted as it.</param>
/// <param name="F1">The harmonic mean <c>2 P R / (P + R)</c>.</param>
/// <param name="Support">How many examples are this class.</param>
public sealed record ClassMetrics(string Name, double Precision, double Recall, double F1, int Support);
