namespace Heed.Pipelines.Classification;

/// <summary>What each class counts for in the loss.</summary>
internal static class ClassWeights
{
    /// <summary>n / (classes * n_c): every class counts for as much as any other (scikit-learn's "balanced").</summary>
    public static float[] Balanced(LabelledTokens training)
    {
        var counts = new int[training.NumClasses];
        foreach (var label in training.Labels)
        {
            counts[label]++;
        }

        return [.. counts.Select(count => training.Count / (float)(training.NumClasses * Math.Max(1, count)))];
    }
}
