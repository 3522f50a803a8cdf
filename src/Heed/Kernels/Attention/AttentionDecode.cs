namespace Heed.Kernels;

/// <summary>
/// The forward pass where queries are few, so that memory is what it waits for: all queries of a key/value head share one reading
/// of its keys and values, and long sequences are cut into pieces that threads read side by side.
/// </summary>
internal static unsafe class AttentionDecode
{
    // A panel takes 16 queries of one head as fast as these take about 12 rows; and it does not share keys among heads.
    private const int MaxQueries = 8;
    private const int MaxRows = 128;

    // A sequence that looks at itself is learned from: its backward finds the very scores that the forward by panels found,
    // while those found here differ from them in their last bits.
    private const int KeysPerQuery = 4;

    /// <summary>Whether few queries look at many keys, so that a panel of 16 would be mostly empty.</summary>
    public static bool Suits(in AttentionProblem problem) =>
        problem.LongestQuery <= MaxQueries && problem.Group * problem.LongestQuery <= MaxRows
        && problem.LongestQuery > 0
        && problem.LongestKey >= KeysPerQuery * problem.LongestQuery;

    public static void Run<TLanes>(in AttentionProblem problem, float* q, KeyValueRows keysAndValues, float* output, float* statistics)
        where TLanes : struct, ILanes<TLanes>
    {
        if (keysAndValues.IsBfloat16)
        {
            var work = new AttentionDecode<TLanes, ushort>
            {
                Problem = problem, Q = q, K = (ushort*)keysAndValues.Keys, V = (ushort*)keysAndValues.Values, Output = output, Statistics = statistics,
            };
            work.Start();
        }
        else
        {
            var work = new AttentionDecode<TLanes, float>
            {
                Problem = problem, Q = q, K = (float*)keysAndValues.Keys, V = (float*)keysAndValues.Values, Output = output, Statistics = statistics,
            };
            work.Start();
        }
    }
}

/// <summary>An item is a sequence, a key/value head and a piece of its keys.</summary>
internal unsafe struct AttentionDecode<TLanes, TElement> : IParallelWork
    where TLanes : struct, ILanes<TLanes>
    where TElement : unmanaged
{
    private const int KeyBlock = 64;

    // So much of the keys, then of the values, and so on: short blocks keep memory busy all the time; longer ones cost less
    // arithmetic, which counts where several rows share them, or where all of it may still be in a cache.
    private const int ShortBlock = 4096;
    private const int LongBlock = 16384;
    private const int RowsForLongBlock = 4;
    private const int CacheBytes = 8 << 20;

    private const int MinPiece = 512;

    // More than threads, so that these end together; not so many that what they find outgrows a cache.
    private const int Items = 64;
    private const int MaxPartials = 1 << 18;

    public AttentionProblem Problem;
    public float* Q;
    public TElement* K;
    public TElement* V;
    public float* Output;
    public float* Statistics;
    private int pieces;
    private int pieceLength;
    private int blockLength;
    private int partialLength;
    private float* partials;

    public void Start()
    {
        var longest = 0;
        for (var s = 0; s < Problem.Sequences; s++)
        {
            var queries = Problem.QueryLength(s);
            longest = queries == 0 ? longest : Math.Max(longest, Problem.Visibility.Span(s, queries - 1).End - Problem.Visibility.Span(s, 0).First);
        }

        var heads = Problem.Sequences * Problem.NumKeyValueHeads;
        var bytes = (double)heads * Problem.LongestKey * (Problem.HeadDim + Problem.ValueDim) * sizeof(TElement);
        var blockBytes = bytes <= CacheBytes || Problem.Group * Problem.LongestQuery >= RowsForLongBlock ? LongBlock : ShortBlock;
        blockLength = Math.Clamp(blockBytes / (Problem.HeadDim * sizeof(TElement)) / AttentionTile.Lanes * AttentionTile.Lanes, AttentionTile.Lanes, KeyBlock);
        partialLength = DecodeRows.Length(Problem.Group * Problem.LongestQuery, Problem.ValueDim);
        var wanted = Math.Min((Items + heads - 1) / Math.Max(heads, 1), MaxPartials / partialLength / Math.Max(heads, 1));
        wanted = Math.Clamp(wanted, 1, Math.Max(1, longest / MinPiece));
        pieceLength = Math.Max(KeyBlock, (longest + (wanted * KeyBlock) - 1) / (wanted * KeyBlock) * KeyBlock);
        pieces = Math.Max(1, (longest + pieceLength - 1) / pieceLength);
        if (pieces > 1)
        {
            partials = Scratch.Shared((long)heads * pieces * partialLength);
        }

        Team.Run(ref this, heads * pieces);
        for (var head = 0; head < heads && pieces > 1; head++)
        {
            Merge(head / Problem.NumKeyValueHeads, head % Problem.NumKeyValueHeads, partials + ((long)head * pieces * partialLength));
        }
    }

    public readonly void Run(int item)
    {
        var piece = item % pieces;
        var keyValueHead = item / pieces % Problem.NumKeyValueHeads;
        var sequence = item / pieces / Problem.NumKeyValueHeads;
        var queries = Problem.QueryLength(sequence);
        if (queries == 0)
        {
            return;
        }

        var count = queries * Problem.Group;
        var queryStride = DecodeRows.Padded(Problem.HeadDim);
        var scores = Scratch.Local((4 * KeyBlock) + ((long)count * queryStride) + DecodeRows.Length(count, Problem.ValueDim));
        var loaded = scores + (4 * KeyBlock);
        var rows = new DecodeRows(partials == null ? loaded + (count * queryStride) : partials + ((long)item * partialLength), count, Problem.ValueDim);
        for (var row = 0; row < count; row++)
        {
            var (head, i) = Place(keyValueHead, row, queries);
            DecodeProducts<TLanes, TElement>.LoadQuery(Problem.QueryRow(Q, sequence, head, i), Problem.Terms.ProductScale, Problem.HeadDim,
                loaded + (row * queryStride));
            var (shift, sum) = piece == 0 ? Problem.Initial(head) : (float.NegativeInfinity, 0);
            rows.Start(row, shift, sum);
        }

        var (from, to) = Problem.Visibility.Span(sequence, 0, queries);
        from += piece * pieceLength;
        Read(sequence, keyValueHead, from, Math.Min(to, from + pieceLength), loaded, rows, scores);
        if (partials == null)
        {
            Finish(sequence, keyValueHead, rows);
        }
    }

    /// <summary>Takes the rows through the keys [first, end), block by block.</summary>
    private readonly void Read(int sequence, int keyValueHead, int first, int end, float* queries, in DecodeRows rows, float* scores)
    {
        var (keys, values) = Block(sequence, keyValueHead, first, end);
        while (first < end)
        {
            var blockEnd = first + keys.Count;
            var (nextKeys, nextValues) = Block(sequence, keyValueHead, blockEnd, end);
            if (!IsUnseen(sequence, keyValueHead, Problem.QueryLength(sequence), first, blockEnd))
            {
                for (var row = 0; row < rows.Count; row += 4)
                {
                    // The first rows fetch the block, and ask for what comes next.
                    var isFirst = row == 0;
                    var count = Math.Min(4, rows.Count - row);
                    DecodeProducts<TLanes, TElement>.Scores(queries + (row * DecodeRows.Padded(Problem.HeadDim)), count, keys,
                        isFirst ? values : default, scores, KeyBlock);
                    var isGuarded = Weigh(sequence, keyValueHead, row, count, first, blockEnd, rows, scores);
                    DecodeProducts<TLanes, TElement>.AddValues(scores, KeyBlock, count, isGuarded, values, isFirst ? nextKeys : default,
                        rows.Outputs + (row * rows.OutputStride));
                }
            }

            (first, keys, values) = (blockEnd, nextKeys, nextValues);
        }
    }

    /// <summary>From products to weights; whether some of them are zero because their keys are hidden.</summary>
    private readonly bool Weigh(int sequence, int keyValueHead, int firstRow, int count, int first, int end, in DecodeRows rows, float* scores)
    {
        var isGuarded = Problem.Terms.HasBias;
        var queries = Problem.QueryLength(sequence);
        var padded = DecodeRows.Padded(end - first);
        var (head, i) = Place(keyValueHead, firstRow, queries);
        for (var row = firstRow; row < firstRow + count; row++, scores += KeyBlock)
        {
            Problem.Terms.ApplyToRow<TLanes>(sequence, head, i, Problem.Visibility.Place(sequence, i), first, end, scores);
            isGuarded |= Problem.Visibility.HideInRow(sequence, head, i, first, end, scores);
            if (padded > end - first)
            {
                new Span<float>(scores + (end - first), padded - (end - first)).Fill(float.NegativeInfinity);
            }

            rows.Exponentiate<TLanes>(row, scores, padded);
            for (var j = first; j < end && Problem.HasDropout; j++)
            {
                scores[j - first] *= Problem.Keep(sequence, head, i, j);
            }

            i++;
            (head, i) = i < queries ? (head, i) : (head + 1, 0);
        }

        return isGuarded;
    }

    /// <summary>The keys and values from j on that lie at one stride: a block at most, none from the end on.</summary>
    private readonly (DecodeRun<TElement> Keys, DecodeRun<TElement> Values) Block(int sequence, int keyValueHead, int j, int end)
    {
        if (j >= end)
        {
            return default;
        }

        end = Math.Min(end, j + blockLength);
        var (key, count) = Problem.Run(false, sequence, keyValueHead, j, end);
        var (value, _) = Problem.Run(true, sequence, keyValueHead, j, end);
        return (new(K + key, Problem.KeyStride, count, Problem.HeadDim), new(V + value, Problem.ValueStride, count, Problem.ValueDim));
    }

    private readonly bool IsUnseen(int sequence, int keyValueHead, int queries, int first, int end)
    {
        var isUnseen = !Problem.Visibility.IsSpanAlone;
        for (var member = 0; member < Problem.Group && isUnseen; member++)
        {
            isUnseen = (Problem.Visibility.Examine(sequence, (keyValueHead * Problem.Group) + member, 0, queries, first, end) & TileView.Unseen) != 0;
        }

        return isUnseen;
    }

    /// <summary>Which head and query a row is: the queries of one head lie together.</summary>
    private readonly (int Head, int Query) Place(int keyValueHead, int row, int queries) =>
        ((keyValueHead * Problem.Group) + (row / queries), row % queries);

    private readonly void Merge(int sequence, int keyValueHead, float* parts)
    {
        var count = Problem.QueryLength(sequence) * Problem.Group;
        var rows = new DecodeRows(parts, count, Problem.ValueDim);
        for (var piece = 1; piece < pieces; piece++)
        {
            rows.Add(new DecodeRows(parts + ((long)piece * partialLength), count, Problem.ValueDim));
        }

        Finish(sequence, keyValueHead, rows);
    }

    /// <summary>Divides the outputs by the sums; a query that saw nothing has zeros.</summary>
    private readonly void Finish(int sequence, int keyValueHead, in DecodeRows rows)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            var (head, i) = Place(keyValueHead, row, rows.Count / Problem.Group);
            var statistics = Statistics + Problem.Statistics(sequence, head, i);
            (statistics[0], statistics[Problem.StatisticsStride]) = (rows.Shift[row], rows.Sum[row]);
            RowMath.Scale(rows.Outputs + (row * rows.OutputStride), rows.Sum[row] == 0 ? 0 : 1 / rows.Sum[row],
                Problem.OutputRow(Output, sequence, head, i), Problem.ValueDim);
        }
    }
}
