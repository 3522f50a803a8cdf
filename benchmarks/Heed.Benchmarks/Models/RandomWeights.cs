using System.Numerics.Tensors;
using System.Text;

namespace Heed.Benchmarks.Models;

/// <summary>
/// The weights that everybody's model has: a stretch of one long run of random numbers, which begins where the parameter's name says. So each
/// library makes its own, and none needs another's in memory. Gains of norms lie around 1, all else around 0.
/// </summary>
internal static class RandomWeights
{
    // Uniform of this half-width has a standard deviation of 0.035: deep models keep their signal, and attention prefers some keys.
    private const float HalfWidth = 0.06f;

    // A prime, so that no two rows of a large matrix are the same.
    private const int PoolSize = 1_048_583;
    private static readonly float[] Pool = MakePool();

    public static void Fill(string name, Span<float> values)
    {
        var place = (int)(Hash(name) % PoolSize);
        for (var done = 0; done < values.Length;)
        {
            var count = Math.Min(values.Length - done, PoolSize - place);
            Pool.AsSpan(place, count).CopyTo(values[done..]);
            (done, place) = (done + count, 0);
        }

        if (IsGain(name))
        {
            TensorPrimitives.Add(values, 1f, values);
        }
    }

    public static float[] Of(string name, int count)
    {
        var values = new float[count];
        Fill(name, values);
        return values;
    }

    /// <summary>[columns, rows] of a matrix of [rows, columns].</summary>
    public static float[] Transposed(string name, int rows, int columns)
    {
        var (matrix, turned) = (Of(name, rows * columns), new float[rows * columns]);
        Transpose(matrix, rows, columns, turned, rows);
        return turned;
    }

    /// <summary>Matrices of [rows, columns] each, turned and side by side: [columns, names * rows].</summary>
    public static float[] TransposedSideBySide(ReadOnlySpan<string> names, int rows, int columns)
    {
        var joined = new float[names.Length * rows * columns];
        for (var i = 0; i < names.Length; i++)
        {
            Transpose(Of(names[i], rows * columns), rows, columns, joined.AsSpan(i * rows), names.Length * rows);
        }

        return joined;
    }

    /// <summary>Several parameters of the same size, one after the other.</summary>
    public static float[] Joined(ReadOnlySpan<string> names, int count)
    {
        var joined = new float[names.Length * count];
        for (var i = 0; i < names.Length; i++)
        {
            Fill(names[i], joined.AsSpan(i * count, count));
        }

        return joined;
    }

    private static bool IsGain(string name) =>
        name.EndsWith(".weight", StringComparison.Ordinal)
        && (name.Contains("norm", StringComparison.OrdinalIgnoreCase) || name.Contains("ln_", StringComparison.Ordinal));

    private static void Transpose(ReadOnlySpan<float> matrix, int rows, int columns, Span<float> target, int stride)
    {
        // In blocks, or else every write is a miss.
        const int Block = 16;
        for (var top = 0; top < rows; top += Block)
        {
            for (var column = 0; column < columns; column++)
            {
                for (var row = top; row < Math.Min(rows, top + Block); row++)
                {
                    target[(column * stride) + row] = matrix[(row * columns) + column];
                }
            }
        }
    }

    private static float[] MakePool()
    {
        var random = new Random(8);
        var pool = new float[PoolSize];
        foreach (ref var value in pool.AsSpan())
        {
            value = HalfWidth * ((2 * random.NextSingle()) - 1);
        }

        return pool;
    }

    // FNV-1a, 64 bits.
    private static ulong Hash(string name)
    {
        var hash = 14695981039346656037ul;
        foreach (var b in Encoding.UTF8.GetBytes(name))
        {
            hash = (hash ^ b) * 1099511628211ul;
        }

        return hash;
    }
}
