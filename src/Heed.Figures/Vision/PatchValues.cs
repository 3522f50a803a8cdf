namespace Heed.Figures.Vision;

/// <summary>What must hold for numbers over patches.</summary>
internal static class PatchValues
{
    /// <exception cref="ArgumentException">A number is negative or not finite.</exception>
    public static void Check(ReadOnlySpan<float> values, string what)
    {
        foreach (var value in values)
        {
            if (!(value >= 0 && float.IsFinite(value)))
            {
                throw new ArgumentException($"The {what} of a patch is {value}; expected zero or more.", nameof(values));
            }
        }
    }

    /// <summary>The largest, or 1 where all are 0.</summary>
    public static float Largest(ReadOnlySpan<float> values)
    {
        var largest = 0f;
        foreach (var value in values)
        {
            largest = Math.Max(largest, value);
        }

        return largest > 0 ? largest : 1;
    }
}
