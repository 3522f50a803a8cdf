using Heed.Autograd;
using Heed.Kernels;
using Heed.Kernels.Reference;

namespace Heed.Attention;

/// <content>The description written out, for code that wants to be read rather than to be fast.</content>
public sealed partial class AttentionMask
{
    /// <summary>
    /// One boolean for each query and key, of all that hides: window, prefix, segments, hidden keys and patterns. What the mask adds to
    /// the scores is not in it, not even where that is -inf: see <see cref="Bias"/>.
    /// </summary>
    /// <param name="queries">The sequences of queries.</param>
    /// <param name="keys">The keys of each of them; null for the same rows.</param>
    /// <param name="numHeads">Number of query heads.</param>
    /// <returns>[batch, numHeads, queryLen, keyLen] of the longest; what a shorter sequence has not is not visible.</returns>
    /// <exception cref="ArgumentException">The mask is for other sequences, heads or lengths.</exception>
    public AttentionMap WriteOut(Sequences queries, Sequences? keys = null, int numHeads = 1)
    {
        keys ??= queries;
        var rows = AttentionLayout.Tokens(numHeads, 1);
        var shape = ApplyTo(new AttentionShape
        {
            NumHeads = numHeads,
            NumKeyValueHeads = numHeads,
            HeadDim = 1,
            ValueDim = 1,
            QueryOffsets = queries.Offsets,
            KeyOffsets = keys.Offsets,
            Query = rows,
            Key = rows,
            Value = rows,
            Output = rows,
            Scale = 1,
        });
        var (queryLen, keyLen) = (queries.MaxLength, keys.MaxLength);
        var visible = new bool[checked(queries.Count * numHeads * queryLen * keyLen)];
        for (var row = 0; row < queries.Count * numHeads * queryLen; row++)
        {
            var (s, head, i) = (row / queryLen / numHeads, row / queryLen % numHeads, row % queryLen);
            var length = i < ScoreReference.QueryLength(shape, s) ? ScoreReference.KeyLength(shape, s) : 0;
            for (var j = 0; j < length; j++)
            {
                visible[(row * keyLen) + j] = ScoreReference.Sees(shape, s, head, i, j);
            }
        }

        return new AttentionMap(visible, queries.Count, numHeads, queryLen, keyLen);
    }

    /// <summary>The mask for sequences that have more keys at their end, which every query sees.</summary>
    /// <param name="count">How many more.</param>
    /// <param name="queries">The sequences of queries.</param>
    /// <param name="keys">The keys of each of them that the mask is for.</param>
    internal AttentionMask WithKeysForAll(int count, Sequences queries, Sequences keys)
    {
        if (this == None)
        {
            return this;
        }

        var numHeads = Math.Max(Map?.Shape.NumHeads ?? 1, Bias?.Shape.NumHeads ?? 1);
        var (map, keyLen) = (WriteOut(queries, keys, numHeads), keys.MaxLength + count);
        var visible = new bool[checked(map.Shape.Batch * numHeads * map.Shape.QueryLen * keyLen)];
        var scores = Bias is null ? [] : new float[visible.Length];
        for (var row = 0; row < visible.Length / Math.Max(1, keyLen); row++)
        {
            var (s, head, i) = (row / map.Shape.QueryLen / numHeads, row / map.Shape.QueryLen % numHeads, row % map.Shape.QueryLen);
            var (own, target) = (keys.LengthOf(s), row * keyLen);
            map.Values.Slice(row * keys.MaxLength, own).CopyTo(visible.AsSpan(target));
            visible.AsSpan(target + own, count).Fill(true);
            Bias?.Values.Slice((int)Bias.Shape.Strides.At(s, head, i), own).CopyTo(scores.AsSpan(target));
        }

        var mask = From(visible, queries.Count, numHeads, map.Shape.QueryLen, keyLen);
        return Bias is null ? mask : mask & Additive(scores, queries.Count, numHeads, map.Shape.QueryLen, keyLen);
    }
}
