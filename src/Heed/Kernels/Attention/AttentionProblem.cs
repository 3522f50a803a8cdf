namespace Heed.Kernels;

/// <summary>An <see cref="AttentionShape"/> whose spans are pinned, so that it may cross threads.</summary>
internal readonly unsafe struct AttentionProblem
{
    private readonly int* queryOffsets;
    private readonly int* keyOffsets;
    private readonly int* pageTable;
    private readonly int pagesPerSequence;
    private readonly int pageSize;
    private readonly AttentionLayout query;
    private readonly AttentionLayout key;
    private readonly AttentionLayout value;
    private readonly AttentionLayout output;
    private readonly float* sinks;
    private readonly uint dropoutThreshold;
    private readonly float keepFactor;
    private readonly ulong dropoutKey;

    public AttentionProblem(
        in AttentionShape shape, int* queryOffsets, int* keyOffsets, int* pageTable, float* sinks, in AttentionVisibility visibility, in AttentionTerms terms)
    {
        (NumHeads, NumKeyValueHeads) = (shape.NumHeads, shape.NumKeyValueHeads);
        (HeadDim, ValueDim) = (shape.HeadDim, shape.ValueDim);
        (Sequences, QueryTokens, KeyTokens, Scale) = (shape.Sequences, shape.QueryTokens, shape.KeyTokens, shape.Scale);
        (LongestQuery, LongestKey) = (shape.LongestQuery, shape.LongestKey);
        this.queryOffsets = queryOffsets;
        this.keyOffsets = keyOffsets;
        this.pageTable = pageTable;
        this.sinks = sinks;
        (pageSize, pagesPerSequence) = (shape.PageSize, shape.PageTable.IsEmpty ? 0 : shape.PageTable.Length / shape.Sequences);
        (query, key, value, output) = (shape.Query, shape.Key, shape.Value, shape.Output);
        (Visibility, Terms) = (visibility, terms);
        dropoutThreshold = DropoutKernel.Threshold(shape.DropoutRate);
        keepFactor = 1 / (1 - shape.DropoutRate);
        dropoutKey = shape.DropoutKey;
    }

    public int NumHeads { get; }

    public int NumKeyValueHeads { get; }

    public int HeadDim { get; }

    public int ValueDim { get; }

    public int Sequences { get; }

    public int QueryTokens { get; }

    public int KeyTokens { get; }

    public int LongestQuery { get; }

    public int LongestKey { get; }

    public float Scale { get; }

    public readonly AttentionVisibility Visibility;

    public readonly AttentionTerms Terms;

    public int Group => NumHeads / NumKeyValueHeads;

    public bool HasDropout => dropoutThreshold != 0;

    public bool HasPages => pageTable != null;

    public int QueryStride => query.Row;

    public int KeyStride => key.Row;

    public int ValueStride => value.Row;

    public int OutputStride => output.Row;

    public int QueryLength(int sequence) => Visibility.QueryLength(sequence);

    public int KeyLength(int sequence) => Visibility.KeyLength(sequence);

    public int KeyValueHead(int head) => head / Group;

    /// <summary>The row of query i among those of all sequences.</summary>
    public int Token(int sequence, int i) => queryOffsets[sequence] + i;

    /// <summary>The row of key j among those of all sequences.</summary>
    public int KeyToken(int sequence, int j) => keyOffsets[sequence] + j;

    public float* QueryRow(float* q, int sequence, int head, int i) => q + Start(query, queryOffsets, sequence, head) + ((long)i * query.Row);

    public float* OutputRow(float* o, int sequence, int head, int i) => o + Start(output, queryOffsets, sequence, head) + ((long)i * output.Row);

    /// <summary>The row of key j, in elements from the first; not for pages.</summary>
    public long KeyRow(int sequence, int keyValueHead, int j) => Start(key, keyOffsets, sequence, keyValueHead) + ((long)j * key.Row);

    /// <summary>The row of value j, in elements from the first; not for pages.</summary>
    public long ValueRow(int sequence, int keyValueHead, int j) => Start(value, keyOffsets, sequence, keyValueHead) + ((long)j * value.Row);

    /// <summary>Where the keys (or values) from j on lie at one stride, and how many do: up to the end of a page, or all.</summary>
    public (long Row, int Count) Run(bool values, int sequence, int keyValueHead, int j, int end)
    {
        if (pageTable == null)
        {
            return (values ? ValueRow(sequence, keyValueHead, j) : KeyRow(sequence, keyValueHead, j), end - j);
        }

        var layout = values ? value : key;
        var page = pageTable[((long)sequence * pagesPerSequence) + (j / pageSize)];
        var row = j % pageSize;
        return ((page * layout.Sequence) + ((long)keyValueHead * layout.Head) + ((long)row * layout.Row), Math.Min(end - j, pageSize - row));
    }

    /// <summary>A query's place among the statistics; its sum is <see cref="StatisticsStride"/> further on.</summary>
    public long Statistics(int sequence, int head, int i) => ((long)head * QueryTokens) + Token(sequence, i);

    public long StatisticsStride => (long)NumHeads * QueryTokens;

    /// <summary>A head's shift and sum before any key: what its sink brings, or nothing.</summary>
    public (float Shift, float Sum) Initial(int head) => sinks == null ? (float.NegativeInfinity, 0) : (sinks[head], 1);

    /// <summary>What dropout multiplies the weights of a panel with: keep[j - first, lane].</summary>
    public void FillKeep(int sequence, int head, int i, int first, int count, float* keep) =>
        AttentionDropout.Fill(dropoutKey, head, Token(sequence, i), first, count, dropoutThreshold, keepFactor, keep);

    /// <summary>What dropout multiplies one weight with.</summary>
    public float Keep(int sequence, int head, int i, int j) =>
        AttentionDropout.Word(dropoutKey, head, Token(sequence, i), j) >= dropoutThreshold ? keepFactor : 0;

    private static long Start(in AttentionLayout layout, int* offsets, int sequence, int head) =>
        (layout.Sequence == 0 ? (long)offsets[sequence] * layout.Row : sequence * layout.Sequence) + ((long)head * layout.Head);
}
