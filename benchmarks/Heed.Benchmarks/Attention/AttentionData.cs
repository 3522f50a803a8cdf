namespace Heed.Benchmarks.Attention;

/// <summary>
/// The numbers of one case, as [batch, seqLen, heads, headDim]: each library takes a copy in the layout it likes best. Scores of
/// such queries and keys have a standard deviation of one.
/// </summary>
internal sealed class AttentionData
{
    public AttentionData(AttentionCase shape)
    {
        var random = new Random(42);
        Queries = Normal(random, (long)shape.Batch * shape.QueryLen * shape.NumHeads * shape.HeadDim);
        Keys = Normal(random, (long)shape.Batch * shape.Keys * shape.KeyValueHeads * shape.HeadDim);
        Values = Normal(random, (long)shape.Batch * shape.Keys * shape.KeyValueHeads * shape.HeadDim);
        OutputGradient = shape.WithBackward ? Normal(random, Queries.LongLength) : [];
    }

    public AttentionData(float[] queries, float[] keys, float[] values) =>
        (Queries, Keys, Values, OutputGradient) = (queries, keys, values, []);

    public float[] Queries { get; }

    public float[] Keys { get; }

    public float[] Values { get; }

    /// <summary>Empty without a backward.</summary>
    public float[] OutputGradient { get; }

    /// <summary>[batch, rows, heads, width] to [batch, heads, rows, width], or back with rows and heads exchanged.</summary>
    public static float[] Exchange(ReadOnlySpan<float> source, int batch, int rows, int heads, int width)
    {
        var result = new float[source.Length];
        for (var b = 0; b < batch; b++)
        {
            for (var row = 0; row < rows; row++)
            {
                for (var head = 0; head < heads; head++)
                {
                    source.Slice(((((b * rows) + row) * heads) + head) * width, width)
                        .CopyTo(result.AsSpan(((((b * heads) + head) * rows) + row) * width));
                }
            }
        }

        return result;
    }

    // The sum of six uniform numbers, of variance 1/12 each, is close enough to normal, and quick.
    private static float[] Normal(Random random, long count)
    {
        var values = new float[count];
        for (var i = 0; i < values.Length; i++)
        {
            var (a, b) = (random.NextInt64(), random.NextInt64());
            values[i] = ((float)((a & 0xFFFFF) + ((a >> 20) & 0xFFFFF) + ((a >> 40) & 0xFFFFF) + (b & 0xFFFFF) + ((b >> 20) & 0xFFFFF)
                + ((b >> 40) & 0xFFFFF)) / (1 << 20)) - 3;
            values[i] *= 1.41421356f;
        }

        return values;
    }
}
