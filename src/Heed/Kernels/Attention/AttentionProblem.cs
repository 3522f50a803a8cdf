namespace Heed.Kernels;

/// <summary>An <see cref="AttentionShape"/> whose spans are pinned, so that it may cross threads.</summary>
internal readonly unsafe struct AttentionProblem
{
    // Beyond it a float's steps are no longer small beside log n: under a mask of -1e9 they swallow it whole.
    private const float LargestExactLogSumExp = 4096;

    private readonly bool* keyVisible;
    private readonly float* bias;
    private readonly long biasSequenceStride;
    private readonly long biasHeadStride;
    private readonly long biasRowStride;
    private readonly int windowLeft;
    private readonly int windowRight;
    private readonly bool alignsTopLeft;
    private readonly uint dropoutThreshold;
    private readonly float keepFactor;
    private readonly ulong dropoutKey;

    public AttentionProblem(in AttentionShape shape, int* queryOffsets, int* keyOffsets, bool* keyVisible, float* bias)
    {
        NumHeads = shape.NumHeads;
        NumKeyValueHeads = shape.NumKeyValueHeads;
        HeadDim = shape.HeadDim;
        ValueDim = shape.ValueDim;
        QueryOffsets = queryOffsets;
        KeyOffsets = keyOffsets;
        QueryStride = shape.QueryStride;
        KeyStride = shape.KeyStride;
        ValueStride = shape.ValueStride;
        OutputStride = shape.OutputStride;
        QueryTokens = shape.QueryTokens;
        Scale = shape.Scale;
        windowLeft = shape.WindowLeft < 0 ? int.MaxValue : shape.WindowLeft;
        windowRight = shape.WindowRight < 0 ? int.MaxValue : shape.WindowRight;
        alignsTopLeft = shape.AlignsTopLeft;
        this.keyVisible = keyVisible;
        this.bias = bias;
        (biasSequenceStride, biasHeadStride, biasRowStride) = (shape.BiasSequenceStride, shape.BiasHeadStride, shape.BiasRowStride);
        dropoutThreshold = DropoutKernel.Threshold(shape.DropoutRate);
        keepFactor = 1 / (1 - shape.DropoutRate);
        dropoutKey = shape.DropoutKey;
    }

    public int NumHeads { get; }

    public int NumKeyValueHeads { get; }

    public int HeadDim { get; }

    public int ValueDim { get; }

    public int* QueryOffsets { get; }

    public int* KeyOffsets { get; }

    public int QueryStride { get; }

    public int KeyStride { get; }

    public int ValueStride { get; }

    public int OutputStride { get; }

    public int QueryTokens { get; }

    public float Scale { get; }

    public int QueryLength(int sequence) => QueryOffsets[sequence + 1] - QueryOffsets[sequence];

    public int KeyLength(int sequence) => KeyOffsets[sequence + 1] - KeyOffsets[sequence];

    public int KeyValueHead(int head) => head / (NumHeads / NumKeyValueHeads);

    public bool HasDropout => dropoutThreshold != 0;

    /// <summary>The keys [First, End) that window and length leave to query i.</summary>
    public (int First, int End) Span(int sequence, int i)
    {
        var keyLen = KeyLength(sequence);
        var place = alignsTopLeft ? i : (long)i + keyLen - QueryLength(sequence);
        var first = (int)Math.Clamp(place - windowLeft, 0, keyLen);
        return (first, (int)Math.Clamp(place + windowRight + 1, first, keyLen));
    }

    /// <summary>The keys that any of the queries [i, i + count) sees lie in [First, End).</summary>
    public (int First, int End) Span(int sequence, int i, int count) => (Span(sequence, i).First, Span(sequence, i + count - 1).End);

    /// <summary>Whether window and length hide no key of [first, end) from any query of [i, i + count).</summary>
    public bool AllSee(int sequence, int i, int count, int first, int end) =>
        Span(sequence, i + count - 1).First <= first && Span(sequence, i).End >= end;

    /// <summary>scores[j - first, lane] += bias of query i + lane and key j.</summary>
    public void AddBias(int sequence, int head, int i, int count, int first, int end, float* scores, int stride)
    {
        if (bias == null)
        {
            return;
        }

        for (var lane = 0; lane < count; lane++)
        {
            var row = bias + (sequence * biasSequenceStride) + (head * biasHeadStride) + ((i + lane) * biasRowStride);
            for (var j = first; j < end; j++)
            {
                scores[((long)(j - first) * stride) + lane] += row[j];
            }
        }
    }

    /// <summary>scores[j - first, all lanes] = -inf for the keys that nobody may see.</summary>
    public void HideKeys(int sequence, int first, int end, float* scores, int stride)
    {
        if (keyVisible == null)
        {
            return;
        }

        var visible = keyVisible + KeyOffsets[sequence];
        for (var j = first; j < end; j++)
        {
            if (!visible[j])
            {
                new Span<float>(scores + ((long)(j - first) * stride), AttentionTile.Lanes).Fill(float.NegativeInfinity);
            }
        }
    }

    /// <summary>What dropout multiplies the weights of a panel with: keep[j - first, lane].</summary>
    public void FillKeep(int sequence, int head, int i, int first, int count, float* keep) =>
        AttentionDropout.Fill(dropoutKey, head, QueryOffsets[sequence] + i, first, count, dropoutThreshold, keepFactor, keep);

    /// <summary>scores_j = scale q_i k_j + bias for the keys of the span, -inf for the hidden ones among them.</summary>
    public (int First, int End) Scores(int sequence, int head, int i, float* q, float* k, float* scores)
    {
        var (first, end) = Span(sequence, i);
        var query = q + ((long)(QueryOffsets[sequence] + i) * QueryStride) + (head * HeadDim);
        for (var j = first; j < end; j++)
        {
            var keyRow = KeyOffsets[sequence] + j;
            if (keyVisible != null && !keyVisible[keyRow])
            {
                scores[j] = float.NegativeInfinity;
                continue;
            }

            var score = Scale * RowMath.Dot(query, k + ((long)keyRow * KeyStride) + (KeyValueHead(head) * HeadDim), HeadDim);
            scores[j] = bias == null ? score : score + bias[(sequence * biasSequenceStride) + (head * biasHeadStride) + (i * biasRowStride) + j];
        }

        return (first, end);
    }

    /// <summary>weights_j = e^(score_ij - logSumExp_i) for all keys of the sequence.</summary>
    public void Weights(int sequence, int head, int i, float* q, float* k, float* logSumExp, float* weights)
    {
        new Span<float>(weights, KeyLength(sequence)).Clear();
        var logSum = logSumExp[((long)head * QueryTokens) + QueryOffsets[sequence] + i];
        if (!float.IsNegativeInfinity(logSum))
        {
            var (shift, factor) = Normalizer(sequence, head, i, q, k, logSum, weights);
            var (first, end) = Scores(sequence, head, i, q, k, weights);
            RowMath.ExpAndSum(weights + first, weights + first, end - first, shift);
            RowMath.Scale(weights + first, factor, weights + first, end - first);
        }
    }

    /// <summary>
    /// Shift and factor with which query i's weights are e^(score - shift) factor: its log-sum-exp and 1, unless that is so far
    /// from zero that maximum and sum have to be had anew.
    /// </summary>
    /// <param name="row">Room for the scores of all keys.</param>
    public (float Shift, float Factor) Normalizer(int sequence, int head, int i, float* q, float* k, float logSumExp, float* row)
    {
        if (MathF.Abs(logSumExp) < LargestExactLogSumExp)
        {
            return (logSumExp, 1);
        }

        var (first, end) = Scores(sequence, head, i, q, k, row);
        var max = RowMath.Max(row + first, end - first);
        return (max, 1 / RowMath.ExpAndSum(row + first, row + first, end - first, max));
    }
}
