using Heed.Autograd;

namespace Heed.Attention.Positions;

/// <summary>
/// T5's relative position bias (Raffel et al. 2020, section 2.1): near distances have a bucket each, far ones share buckets that
/// widen with the logarithm of the distance, and all from a greatest distance on share the last.
/// </summary>
public sealed class BucketedRelativeBias
{
    private readonly Tensor table;
    private readonly bool isBidirectional;
    private readonly int maxDistance;

    /// <param name="table">[numBuckets, numHeads], learned.</param>
    /// <param name="isBidirectional">Whether keys after a query have buckets of their own, as in an encoder; in a decoder they share that of distance 0.</param>
    /// <param name="maxDistance">From here on all distances are one.</param>
    /// <exception cref="ArgumentException">The table is no matrix, or has too few buckets.</exception>
    public BucketedRelativeBias(Tensor table, bool isBidirectional, int maxDistance = 128)
    {
        if (table.Rank != 2 || Exact(table.Shape[0], isBidirectional) < 1 || maxDistance <= Exact(table.Shape[0], isBidirectional))
        {
            throw new ArgumentException($"Buckets up to a distance of {maxDistance} expect a table [numBuckets, numHeads] of 2 buckets or more in a direction, not {table}.", nameof(table));
        }

        (this.table, this.isBidirectional, this.maxDistance) = (table, isBidirectional, maxDistance);
    }

    /// <summary>
    /// The bias of every distance that so many queries and keys have, to be used by all layers of a step; gradients flow to the table.
    /// </summary>
    /// <param name="queryLen">Length of the longest sequence of queries.</param>
    /// <param name="keyLen">Length of the longest sequence of keys.</param>
    public RelativeBias Over(int queryLen, int keyLen)
    {
        var (numBuckets, numHeads, origin) = (table.Shape[0], table.Shape[1], Math.Max(queryLen - 1, 0));
        var buckets = new int[origin + Math.Max(keyLen, 1)];
        for (var column = 0; column < buckets.Length; column++)
        {
            buckets[column] = Bucket(origin - column, isBidirectional, numBuckets, maxDistance);
        }

        var values = Tape.New(numHeads, buckets.Length);
        for (var i = 0; i < values.Length; i++)
        {
            values.Data[i] = table.Data[(buckets[i % buckets.Length] * numHeads) + (i / buckets.Length)];
        }

        return new RelativeBias(!Tape.Records(table) ? values : Tape.Record(values, () => AddGradients(values.Gradient, buckets)), origin);
    }

    /// <summary>The bucket of a relative position.</summary>
    /// <param name="relativePosition">j - place_i: key after query is positive.</param>
    /// <param name="isBidirectional">Whether keys after the query have the upper half of the buckets.</param>
    /// <param name="numBuckets">Of both directions together.</param>
    /// <param name="maxDistance">From here on all distances are one.</param>
    public static int Bucket(int relativePosition, bool isBidirectional, int numBuckets, int maxDistance)
    {
        var offset = isBidirectional && relativePosition > 0 ? numBuckets / 2 : 0;
        var buckets = isBidirectional ? numBuckets / 2 : numBuckets;
        var distance = isBidirectional ? Math.Abs(relativePosition) : Math.Max(-relativePosition, 0);
        var exact = Exact(numBuckets, isBidirectional);
        if (distance < exact)
        {
            return offset + distance;
        }

        // In float32, as the models were trained: at a bucket's edge the last bit decides.
        var share = MathF.Log((float)distance / exact) / (float)Math.Log((double)maxDistance / exact);
        return offset + Math.Min(exact + (int)(share * (buckets - exact)), buckets - 1);
    }

    /// <summary>The number of distances that have a bucket each.</summary>
    private static int Exact(int numBuckets, bool isBidirectional) => (isBidirectional ? numBuckets / 2 : numBuckets) / 2;

    private void AddGradients(ReadOnlySpan<float> gradient, int[] buckets)
    {
        var target = table.GradientToAddTo();
        for (var i = 0; i < gradient.Length; i++)
        {
            target[(buckets[i % buckets.Length] * table.Shape[1]) + (i / buckets.Length)] += gradient[i];
        }
    }
}
