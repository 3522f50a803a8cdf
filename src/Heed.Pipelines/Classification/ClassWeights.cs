namespace Heed.Pipelines.Classification;

/// <summary>What each class counts for in the loss.</summary>
internal static class ClassWeights
{
    /// <summary>n / (classes * n_c): every class counts for as much as any other (scikit-learn's "balanced").</summary>
    /// <param name="labels">The class of each training example.</param>
    /// <param name="numClasses">How many classes there are.</param>
    public static float[] Balanced(int[] labels, int numClasses)
    {
        var counts = new int[numClasses];
        foreach (var label in labels)
        {
            counts[label]++;
        }

        return [.. counts.Select(count => labels.Length / (float)(numClasses * Math.Max(1, count)))];
    }
}
