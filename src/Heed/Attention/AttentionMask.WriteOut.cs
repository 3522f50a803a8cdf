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
}
