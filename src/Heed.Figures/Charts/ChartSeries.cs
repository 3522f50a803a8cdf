namespace Heed.Figures.Charts;

/// <summary>A named run of points (x, y), drawn as a line through them in their order.</summary>
public sealed class ChartSeries
{
    /// <summary>Takes points; nothing is copied.</summary>
    /// <param name="name">What stands at the end of the line.</param>
    /// <param name="x">The places, as many as values.</param>
    /// <param name="y">The values.</param>
    /// <exception cref="ArgumentException">There is no point, or the counts differ, or a number is not finite.</exception>
    public ChartSeries(string name, IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Count == 0 || x.Count != y.Count)
        {
            throw new ArgumentException($"Series '{name}' has {x.Count} places and {y.Count} values; expected as many of both, and at least one.", nameof(y));
        }

        for (var i = 0; i < x.Count; i++)
        {
            if (!double.IsFinite(x[i]) || !double.IsFinite(y[i]))
            {
                throw new ArgumentException($"Point {i} of series '{name}' is ({x[i]}, {y[i]}); expected finite numbers.", nameof(y));
            }
        }

        (Name, X, Y) = (name, x, y);
    }

    /// <summary>What stands at the end of the line.</summary>
    public string Name { get; }

    /// <summary>The places.</summary>
    public IReadOnlyList<double> X { get; }

    /// <summary>The values.</summary>
    public IReadOnlyList<double> Y { get; }

    /// <summary>Whether each point has a dot: for measurements that are few.</summary>
    public bool Markers { get; init; }

    /// <summary>Whether the line is dashed: for what is expected rather than measured.</summary>
    public bool Dashed { get; init; }

    /// <summary>Values at 0, 1, 2, ..., or from <paramref name="firstX"/> on.</summary>
    public static ChartSeries Of(string name, IReadOnlyList<float> values, double firstX = 0)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(name, [.. Enumerable.Range(0, values.Count).Select(i => firstX + i)], [.. values.Select(value => (double)value)]);
    }
}
