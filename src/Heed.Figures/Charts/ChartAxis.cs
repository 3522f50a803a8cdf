namespace Heed.Figures.Charts;

/// <summary>An axis of a chart.</summary>
/// <param name="Title">What is measured, with its unit.</param>
public sealed record ChartAxis(string Title)
{
    /// <summary>Whether equal distances are equal ratios; all numbers must then be above zero.</summary>
    public bool Log { get; init; }

    /// <summary>The lower end; the data's where it is null.</summary>
    public double? Min { get; init; }

    /// <summary>The upper end; the data's where it is null.</summary>
    public double? Max { get; init; }

    /// <summary>An axis that is linear and as long as the data.</summary>
    public static implicit operator ChartAxis(string title) => new(title);
}
