namespace Heed.Figures.Vision;

/// <summary>What one convolution of a stem gives, ReLU and pooling included: a picture of numbers for each of its channels.</summary>
public sealed class StemMaps
{
    /// <param name="rows">Height of a map.</param>
    /// <param name="columns">Width of a map.</param>
    /// <param name="values">[rows, columns, channels], zero or more.</param>
    /// <exception cref="ArgumentException">There are not as many numbers for each place, or one is negative or not finite.</exception>
    public StemMaps(int rows, int columns, ReadOnlyMemory<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        if (values.Length == 0 || values.Length % ((long)rows * columns) != 0)
        {
            throw new ArgumentException($"Maps of {rows} x {columns} cannot be made of {values.Length} numbers.", nameof(values));
        }

        PatchValues.Check(values.Span, "feature");
        (Rows, Columns, Channels, Values) = (rows, columns, values.Length / (rows * columns), values);
    }

    /// <summary>Height of a map.</summary>
    public int Rows { get; }

    /// <summary>Width of a map.</summary>
    public int Columns { get; }

    /// <summary>Number of maps.</summary>
    public int Channels { get; }

    /// <summary>[rows, columns, channels].</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>One channel, [rows, columns].</summary>
    internal float[] Map(int channel)
    {
        var map = new float[Rows * Columns];
        for (var i = 0; i < map.Length; i++)
        {
            map[i] = Values.Span[(i * Channels) + channel];
        }

        return map;
    }

    /// <summary>The channels that vary most over the picture, in their order.</summary>
    internal int[] Liveliest(int count)
    {
        var spread = Enumerable.Range(0, Channels).Select(channel =>
        {
            var map = Map(channel);
            var mean = map.Average();
            return map.Sum(value => (value - mean) * (value - mean));
        }).ToArray();
        return [.. Enumerable.Range(0, Channels).OrderByDescending(channel => spread[channel]).Take(count).Order()];
    }
}
