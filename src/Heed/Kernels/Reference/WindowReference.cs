namespace Heed.Kernels.Reference;

/// <summary>Windows as their definition has them; <see cref="WindowKernel"/> and <see cref="MaxPoolKernel"/> are tested against it.</summary>
public static class WindowReference
{
    /// <summary>Where in the images [batch, height, width, channels] each value of the rows [numWindows, channels * windowHeight * windowWidth] comes from; -1 is the border.</summary>
    public static int[] Sources(in WindowShape shape)
    {
        var sources = new List<int>();
        for (var image = 0; image < shape.Batch; image++)
        {
            for (var i = 0; i < shape.OutHeight; i++)
            {
                for (var j = 0; j < shape.OutWidth; j++)
                {
                    for (var channel = 0; channel < shape.Channels; channel++)
                    {
                        for (var y = (i * shape.Stride) - shape.Padding; y < (i * shape.Stride) - shape.Padding + shape.WindowHeight; y++)
                        {
                            for (var x = (j * shape.Stride) - shape.Padding; x < (j * shape.Stride) - shape.Padding + shape.WindowWidth; x++)
                            {
                                var isInside = y >= 0 && y < shape.Height && x >= 0 && x < shape.Width;
                                sources.Add(isInside ? (((((image * shape.Height) + y) * shape.Width) + x) * shape.Channels) + channel : -1);
                            }
                        }
                    }
                }
            }
        }

        return [.. sources];
    }

    /// <summary>For each value of [numWindows, channels], where in the images the first largest value of its window is.</summary>
    public static int[] Largest(in WindowShape shape, ReadOnlySpan<float> images)
    {
        var (sources, area) = (Sources(shape), shape.WindowHeight * shape.WindowWidth);
        var largest = new int[sources.Length / area];
        for (var value = 0; value < largest.Length; value++)
        {
            largest[value] = -1;
            foreach (var source in sources.AsSpan(value * area, area))
            {
                if (source >= 0 && (largest[value] < 0 || images[source] > images[largest[value]]))
                {
                    largest[value] = source;
                }
            }
        }

        return largest;
    }
}
