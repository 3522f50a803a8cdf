using Heed.Benchmarks.Attention.Libtorch;
using Heed.Benchmarks.Attention.Onnx;
using Heed.Benchmarks.Measuring;
using Heed.Benchmarks.Peers;

namespace Heed.Benchmarks.Attention;

/// <summary>Attention of one shape over random numbers.</summary>
internal sealed record AttentionCase : IBenchmarkCase
{
    public required string Kind { get; init; }

    public int Batch { get; init; } = 1;

    public required int NumHeads { get; init; }

    /// <summary>Divides <see cref="NumHeads"/>; 0 for as many.</summary>
    public int NumKeyValueHeads { get; init; }

    public required int QueryLen { get; init; }

    /// <summary>0 for as many as queries.</summary>
    public int KeyLen { get; init; }

    public int HeadDim { get; init; } = 64;

    /// <summary>Bottom-right: the last query sees all keys.</summary>
    public bool IsCausal { get; init; }

    /// <summary>How many keys a causal query sees at most, its own among them; 0 for all.</summary>
    public int Window { get; init; }

    /// <summary>The lengths of the sequences of a padded batch; empty where all are full.</summary>
    public IReadOnlyList<int> Lengths { get; init; } = [];

    /// <summary>Whether the gradients of queries, keys and values are asked for too.</summary>
    public bool WithBackward { get; init; }

    public int KeyValueHeads => NumKeyValueHeads == 0 ? NumHeads : NumKeyValueHeads;

    public int Keys => KeyLen == 0 ? QueryLen : KeyLen;

    /// <summary>A few queries against many keys: bound by the reading of the keys and values.</summary>
    public bool IsDecode => QueryLen == 1;

    /// <summary>Keys and values are mostly of earlier calls.</summary>
    public bool IsCached => IsDecode || (IsCausal && Keys > QueryLen);

    public float Scale => 1 / MathF.Sqrt(HeadDim);

    public string Name
    {
        get
        {
            var heads = KeyValueHeads == NumHeads ? $"{NumHeads}" : $"{NumHeads}/{KeyValueHeads}";
            var length = Keys == QueryLen ? $"{QueryLen}" : $"{QueryLen}:{Keys}";
            return $"{Kind} {Batch}x{heads}x{length} d={HeadDim}";
        }
    }

    /// <summary>
    /// Two products forward, five backward, of two operations a multiply-add; for decode the bytes of the keys and values.
    /// </summary>
    public Work Work => IsDecode
        ? Work.Bytes(2.0 * sizeof(float) * Batch * KeyValueHeads * Keys * HeadDim)
        : Work.Operations((WithBackward ? 7.0 : 2.0) * 2 * NumHeads * HeadDim * Enumerable.Range(0, Batch).Sum(Pairs));

    // What peers do beyond the work: those who know neither triangle nor window compute all pairs.
    public double Effort => IsDecode ? 10 * Work.Amount : (4 * Work.Amount) + (4 * (WithBackward ? 7.0 : 4.0) * Batch * NumHeads * HeadDim * QueryLen * Keys);

    /// <summary>How many queries of a sequence are real.</summary>
    public int QueriesOf(int sequence) => Lengths.Count > 0 ? Lengths[sequence] : QueryLen;

    /// <summary>How many keys of a sequence are real.</summary>
    public int KeysOf(int sequence) => Lengths.Count > 0 ? Lengths[sequence] : Keys;

    /// <summary>Runs the same at a size that takes next to nothing.</summary>
    public void WarmUp()
    {
        const int Calls = 40;
        var keys = Math.Min(Keys, 256);
        var small = this with { Batch = 1, QueryLen = Math.Min(QueryLen, keys / (IsCached ? 2 : 1)), KeyLen = keys, Lengths = [], Window = Math.Min(Window, 64) };
        using var heed = new HeedAttention(small, new AttentionData(small));
        for (var call = 0; call < Calls; call++)
        {
            heed.Run();
        }
    }

    public Contest Prepare(int threads)
    {
        var data = new AttentionData(this);
        var heed = new HeedAttention(this, data);
        var peers = new List<AttentionContender>();
        if (Libraries.Missing(Libraries.OnnxRuntime) is null)
        {
            peers.AddRange(OnnxForms.Of(this, data));
        }

        if (Libraries.Missing(Libraries.Libtorch) is null)
        {
            peers.AddRange(LibtorchForms.Of(this, data));
        }

        AttentionCheck.Agree(this, heed, peers);
        return new Contest(heed, peers);
    }

    // Which pairs of query and key of a sequence the result needs.
    private double Pairs(int sequence)
    {
        var (queries, keys) = (QueriesOf(sequence), KeysOf(sequence));
        if (!IsCausal)
        {
            return (double)queries * keys;
        }

        return Enumerable.Range(0, queries).Sum(i =>
        {
            var seen = i + 1 + keys - queries;
            return (double)(Window > 0 ? Math.Min(Window, seen) : seen);
        });
    }
}
