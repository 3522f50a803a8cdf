using Heed.Benchmarks.Peers;
using Heed.Kernels;
using Heed.Kernels.Reference;

namespace Heed.Benchmarks.Attention;

/// <summary>Heed's kernel. Padded batches come to it packed, as all of Heed's layers have them.</summary>
internal sealed class HeedAttention : AttentionContender
{
    private readonly AttentionCase shape;
    private readonly int[] queryOffsets;
    private readonly int[] keyOffsets;
    private readonly float[] q;
    private readonly float[] k;
    private readonly float[] v;
    private readonly float[] output;
    private readonly float[] statistics;
    private readonly float[] dOutput;
    private readonly float[] dq = [];
    private readonly float[] dk = [];
    private readonly float[] dv = [];

    public HeedAttention(AttentionCase shape, AttentionData data)
        : base(Libraries.Heed)
    {
        this.shape = shape;
        queryOffsets = Offsets(shape.QueriesOf);
        keyOffsets = Offsets(shape.KeysOf);
        q = Pack(data.Queries, shape.QueryLen, shape.QueriesOf);
        k = KeyRows(data.Keys);
        v = KeyRows(data.Values);
        output = new float[q.Length];
        statistics = new float[Shape.StatisticsLength];
        dOutput = data.OutputGradient;
        if (shape.WithBackward)
        {
            (dq, dk, dv) = (new float[q.Length], new float[k.Length], new float[v.Length]);
        }
    }

    /// <summary>The problem as the kernel takes it, for the plain reference too.</summary>
    public AttentionShape Shape => new()
    {
        NumHeads = shape.NumHeads,
        NumKeyValueHeads = shape.KeyValueHeads,
        HeadDim = shape.HeadDim,
        ValueDim = shape.HeadDim,
        QueryOffsets = queryOffsets,
        KeyOffsets = keyOffsets,
        Query = AttentionLayout.Tokens(shape.NumHeads, shape.HeadDim),
        Key = KeyLayout,
        Value = KeyLayout,
        Output = AttentionLayout.Tokens(shape.NumHeads, shape.HeadDim),
        Scale = shape.Scale,
        WindowRight = shape.IsCausal ? 0 : -1,
        WindowLeft = shape.Window > 0 ? shape.Window - 1 : -1,
    };

    // A cache keeps the keys of a head together; what a projection makes has the heads of a token together.
    private AttentionLayout KeyLayout => shape.IsCached
        ? AttentionLayout.Heads(shape.KeyValueHeads, shape.Keys, shape.HeadDim)
        : AttentionLayout.Tokens(shape.KeyValueHeads, shape.HeadDim);

    /// <summary>One row of the output by the plain loops, in double precision.</summary>
    public double[] ReferenceRow(int sequence, int head, int query)
    {
        var weights = AttentionReference.Weights(Shape, q, k, sequence, head, query, out _);
        var row = new double[shape.HeadDim];
        var keyValueHead = head / (shape.NumHeads / shape.KeyValueHeads);
        for (var j = 0; j < weights.Length; j++)
        {
            var place = KeyLayout.Sequence == 0
                ? ((keyOffsets[sequence] + j) * (long)KeyLayout.Row) + (keyValueHead * KeyLayout.Head)
                : (sequence * KeyLayout.Sequence) + (j * (long)KeyLayout.Row) + (keyValueHead * (long)KeyLayout.Head);
            for (var d = 0; d < row.Length; d++)
            {
                row[d] += weights[j] * v[place + d];
            }
        }

        return row;
    }

    public override void Run()
    {
        AttentionKernel.Forward(Shape, q, k, v, output, statistics);
        if (shape.WithBackward)
        {
            // The kernel adds to its gradients.
            dq.AsSpan().Clear();
            dk.AsSpan().Clear();
            dv.AsSpan().Clear();
            AttentionKernel.Backward(Shape, q, k, v, output, statistics, dOutput, dq, dk, dv);
        }
    }

    public override float[] Output()
    {
        var padded = new float[shape.Batch * shape.QueryLen * shape.NumHeads * shape.HeadDim];
        var (row, width) = (shape.QueryLen * shape.NumHeads * shape.HeadDim, shape.NumHeads * shape.HeadDim);
        for (var s = 0; s < shape.Batch; s++)
        {
            output.AsSpan(queryOffsets[s] * width, (queryOffsets[s + 1] - queryOffsets[s]) * width).CopyTo(padded.AsSpan(s * row));
        }

        return padded;
    }

    public override void Dispose()
    {
    }

    public override IReadOnlyList<float[]> Gradients() => shape.WithBackward ? [dq, dk, dv] : [];

    private int[] Offsets(Func<int, int> length)
    {
        var offsets = new int[shape.Batch + 1];
        for (var s = 0; s < shape.Batch; s++)
        {
            offsets[s + 1] = offsets[s] + length(s);
        }

        return offsets;
    }

    private float[] KeyRows(float[] values) => shape.IsCached
        ? AttentionData.Exchange(values, shape.Batch, shape.Keys, shape.KeyValueHeads, shape.HeadDim)
        : Pack(values, shape.Keys, shape.KeysOf);

    private float[] Pack(float[] padded, int rows, Func<int, int> length)
    {
        var width = padded.Length / shape.Batch / rows;
        return [.. Enumerable.Range(0, shape.Batch).SelectMany(s => padded.AsSpan(s * rows * width, length(s) * width).ToArray())];
    }
}
