using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Heed.Kernels;

/// <summary>
/// Sixteen queries on their way through the keys, and what is known of their weights so far: the queries [headDim, 16], then
/// rows of 16: shift, factor, log of the sum, share of the columns, entropy; the top scores and their keys, the largest first.
/// </summary>
internal readonly unsafe struct SummaryPanel<TLanes>(float* start, int headDim, int topCount)
    where TLanes : struct, ILanes<TLanes>
{
    private const int Lanes = AttentionTile.Lanes;
    private const int Half = Lanes / 2;

    // e to it is 0, and 0 times it is no NaN, as it would be for the -inf of a hidden score.
    private const float Hidden = -200;

    public float* Queries => start;

    /// <summary>p = e^(s - shift) factor.</summary>
    public float* Shift => Row(0);

    public float* Factor => Row(1);

    /// <summary>Whether any query of the panel counts in the columns.</summary>
    public bool HasColumns => *Row(5) != 0;

    private float* LogSum => Row(2);

    private float* Share => Row(3);

    private float* Entropy => Row(4);

    private float* TopScores => Row(6);

    private int* TopKeys => (int*)Row(6 + topCount);

    public static int Length(int headDim, int topCount) => Lanes * (headDim + 6 + (2 * topCount));

    /// <param name="queryWeights">[count]; null: ones.</param>
    public void Start(float* queryWeights, int count)
    {
        new Span<float>(LogSum, 4 * Lanes).Clear();
        for (var lane = 0; lane < count; lane++)
        {
            LogSum[lane] = -MathF.Log(Factor[lane]);
            Share[lane] = queryWeights == null ? Factor[lane] : queryWeights[lane] == 0 ? 0 : queryWeights[lane] * Factor[lane];
            *Row(5) = Share[lane] != 0 ? 1 : *Row(5);
        }

        new Span<float>(TopScores, topCount * Lanes).Fill(float.NegativeInfinity);
        new Span<int>(TopKeys, topCount * Lanes).Fill(-1);
    }

    /// <summary>Takes the largest scores in; of equal ones the earlier stays ahead.</summary>
    /// <param name="scores">[keys, 16].</param>
    public void Rank(float* scores, int first, int keys, int queries)
    {
        RankHalf(scores, first, keys, TopScores, TopKeys);
        if (queries > Half)
        {
            RankHalf(scores + Half, first, keys, TopScores + Half, TopKeys + Half);
        }
    }

    /// <summary>scores = e^(scores - shift); entropy += what they hold of it, sum e (log sum - (s - shift)).</summary>
    /// <param name="scores">[keys, 16].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddEntropy(float* scores, int keys)
    {
        TLanes shift = TLanes.Load(Shift), logSum = TLanes.Load(LogSum), least = TLanes.Create(Hidden), entropy = TLanes.Zero;
        for (; keys > 0; keys--, scores += Lanes)
        {
            var x = Above(least, TLanes.Load(scores), shift);
            var e = TLanes.Exp(x);
            e.Store(scores);
            entropy = TLanes.MultiplyAdd(e, logSum - x, entropy);
        }

        (TLanes.Load(Entropy) + entropy).Store(Entropy);
    }

    /// <summary>columns += share e^(scores - shift), lane by lane; what does not count is not there, even if it is NaN.</summary>
    /// <param name="scores">[keys, 16].</param>
    /// <param name="columns">[keys, 16].</param>
    /// <param name="isExponentiated">Whether the scores are already e^(s - shift).</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddColumns(float* scores, float* columns, int keys, bool isExponentiated)
    {
        TLanes shift = TLanes.Load(Shift), share = TLanes.Load(Share), least = TLanes.Create(Hidden), zero = TLanes.Zero;
        for (; keys > 0; keys--, scores += Lanes, columns += Lanes)
        {
            var e = TLanes.Load(scores);
            e = isExponentiated ? e : TLanes.Exp(Above(least, e, shift));
            // 0 NaN = NaN would reach the sum of a key that the lane does not see.
            (TLanes.Load(columns) + TLanes.SelectEqual(share, zero, zero, TLanes.SelectEqual(e, zero, zero, e * share))).Store(columns);
        }
    }

    /// <summary>sums[j] += the sum of the sixteen lanes of columns[j].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddLanes(float* columns, float* sums, int keys)
    {
        for (var j = 0; j < keys; j++, columns += Lanes)
        {
            sums[j] += Kernels.Lanes.Sum(Vector256.Load(columns) + Vector256.Load(columns + 8));
        }
    }

    public void WriteEntropy(float* target, int count)
    {
        for (var lane = 0; lane < count; lane++)
        {
            var entropy = Entropy[lane] * Factor[lane];
            target[lane] = entropy < 0 ? 0 : entropy;
        }
    }

    /// <summary>Of each query its largest weights; where it sees fewer keys, zeros and -1.</summary>
    /// <param name="keys">[count, topCount].</param>
    /// <param name="weights">[count, topCount].</param>
    public void WriteTop(int* keys, float* weights, int count)
    {
        TLanes shift = TLanes.Load(Shift), factor = TLanes.Load(Factor);
        for (var rank = 0; rank < topCount; rank++)
        {
            var row = TopScores + (rank * Lanes);
            (TLanes.Exp(TLanes.Load(row) - shift) * factor).Store(row);
            for (var lane = 0; lane < count; lane++)
            {
                var key = TopKeys[(rank * Lanes) + lane];
                keys[(lane * topCount) + rank] = key;
                weights[(lane * topCount) + rank] = key < 0 ? 0 : row[lane];
            }
        }
    }

    /// <summary>s - shift; for a hidden score a number so small that e to it is 0, whatever the shift.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Above(TLanes least, TLanes s, TLanes shift) =>
        TLanes.SelectEqual(s, TLanes.Create(float.NegativeInfinity), least, TLanes.Max(least, s - shift));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RankHalf(float* scores, int first, int keys, float* topScores, int* topKeys)
    {
        var least = Vector256.Load(topScores + ((topCount - 1) * Lanes));
        for (var j = first; j < first + keys; j++, scores += Lanes)
        {
            var score = Vector256.Load(scores);
            if (!Vector256.GreaterThanAny(score, least))
            {
                continue;
            }

            // Lane by lane, from the first rank that the score beats on, everybody moves down by one.
            Vector256<float> carried = score, moves = default;
            var carriedKey = Vector256.Create(j);
            for (var place = 0; place < topCount * Lanes; place += Lanes)
            {
                var (top, key) = (Vector256.Load(topScores + place), Vector256.Load(topKeys + place));
                moves |= Vector256.GreaterThan(score, top);
                least = Vector256.ConditionalSelect(moves, carried, top);
                least.Store(topScores + place);
                Vector256.ConditionalSelect(moves.AsInt32(), carriedKey, key).Store(topKeys + place);
                carried = Vector256.ConditionalSelect(moves, top, carried);
                carriedKey = Vector256.ConditionalSelect(moves.AsInt32(), key, carriedKey);
            }
        }
    }

    private float* Row(int row) => start + (Lanes * (headDim + row));
}
