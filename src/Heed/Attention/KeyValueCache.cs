using Heed.Autograd;
using Heed.Kernels;

namespace Heed.Attention;

/// <summary>
/// The keys and values of tokens already read, for every layer of a decoder, so that the next token costs one row a layer and not
/// the whole text again. Several sequences of different lengths share it. It is for prediction: no gradient flows through it.
/// </summary>
/// <remarks>
/// A layer's keys are one buffer [count, numKeyValueHeads, capacity, headDim], its values the same with valueDim: what a head reads
/// lies in one piece. When a sequence no longer fits, the capacity doubles.
/// </remarks>
public sealed class KeyValueCache
{
    private readonly int limit;
    private readonly Tensor[] keys;
    private readonly Tensor[] values;
    private readonly int[] lengths;
    private KeyValueStep? step;

    /// <param name="numLayers">Number of layers.</param>
    /// <param name="count">Number of sequences.</param>
    /// <param name="numKeyValueHeads">Key/value heads of a layer.</param>
    /// <param name="headDim">Width of a head's key.</param>
    /// <param name="valueDim">Width of a head's value; headDim if null.</param>
    /// <param name="capacity">Tokens of a sequence for which there is room at once.</param>
    /// <param name="limit">Tokens of a sequence beyond which the cache does not grow.</param>
    public KeyValueCache(int numLayers, int count, int numKeyValueHeads, int headDim, int? valueDim = null, int capacity = 0, int limit = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, capacity);
        NumKeyValueHeads = numKeyValueHeads;
        HeadDim = headDim;
        ValueDim = valueDim ?? headDim;
        Capacity = capacity;
        this.limit = limit;
        lengths = new int[count];
        keys = [.. Enumerable.Range(0, numLayers).Select(_ => Tensor.Zeros(count, numKeyValueHeads, capacity, HeadDim))];
        values = [.. Enumerable.Range(0, numLayers).Select(_ => Tensor.Zeros(count, numKeyValueHeads, capacity, ValueDim))];
    }

    /// <summary>Number of layers.</summary>
    public int NumLayers => keys.Length;

    /// <summary>Number of sequences.</summary>
    public int Count => lengths.Length;

    public int NumKeyValueHeads { get; }

    public int HeadDim { get; }

    public int ValueDim { get; }

    /// <summary>Tokens of a sequence for which there is room.</summary>
    public int Capacity { get; private set; }

    internal AttentionLayout KeyLayout => AttentionLayout.Heads(NumKeyValueHeads, Capacity, HeadDim);

    internal AttentionLayout ValueLayout => AttentionLayout.Heads(NumKeyValueHeads, Capacity, ValueDim);

    /// <summary>Tokens of sequence <paramref name="sequence"/> that are in the cache.</summary>
    public int LengthOf(int sequence) => lengths[sequence];

    /// <summary>A layer's keys: [count, numKeyValueHeads, capacity, headDim]; what lies beyond a sequence's length means nothing.</summary>
    public Tensor Keys(int layer) => keys[layer];

    /// <summary>A layer's values: [count, numKeyValueHeads, capacity, valueDim].</summary>
    public Tensor Values(int layer) => values[layer];

    /// <summary>Forgets the tokens of a sequence from <paramref name="length"/> on, to continue it differently.</summary>
    public void Truncate(int sequence, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, lengths[sequence]);
        lengths[sequence] = length;
        step = null;
    }

    /// <summary>
    /// Makes room for the next tokens of each sequence. They belong to the cache once the step is committed; a step that is not
    /// leaves it as it was.
    /// </summary>
    /// <param name="tokens">How many tokens each sequence brings; none is allowed.</param>
    /// <exception cref="ArgumentException">Another number of sequences than the cache's, or one that outgrows its limit.</exception>
    public KeyValueStep Begin(Sequences tokens)
    {
        if (tokens.Count != Count)
        {
            throw new ArgumentException($"{tokens.Count} sequences cannot continue a cache of {Count}.", nameof(tokens));
        }

        var needed = 0L;
        for (var i = 0; i < Count; i++)
        {
            needed = Math.Max(needed, (long)lengths[i] + tokens.LengthOf(i));
        }

        if (needed > limit)
        {
            throw new ArgumentException($"A sequence would grow to {needed} tokens, of which the cache holds {limit}.", nameof(tokens));
        }

        Reserve((int)needed);
        return step = new KeyValueStep(this, lengths, tokens);
    }

    internal void Commit(KeyValueStep finished)
    {
        if (step != finished)
        {
            throw new InvalidOperationException("The cache has gone on since this step began: a step is committed once, before the next begins.");
        }

        for (var i = 0; i < Count; i++)
        {
            lengths[i] = finished.Keys.LengthOf(i);
        }

        step = null;
    }

    private void Reserve(int needed)
    {
        if (needed <= Capacity)
        {
            return;
        }

        var capacity = (int)Math.Min(limit, Math.Max(needed, 2L * Capacity));
        for (var layer = 0; layer < keys.Length; layer++)
        {
            keys[layer] = Grown(keys[layer], capacity);
            values[layer] = Grown(values[layer], capacity);
        }

        Capacity = capacity;
    }

    private Tensor Grown(Tensor buffer, int capacity)
    {
        var dim = buffer.Columns;
        var grown = Tensor.Zeros(Count, NumKeyValueHeads, capacity, dim);
        for (var i = 0; i < Count * NumKeyValueHeads; i++)
        {
            buffer.Data.Slice(i * Capacity * dim, lengths[i / NumKeyValueHeads] * dim).CopyTo(grown.Data[(i * capacity * dim)..]);
        }

        return grown;
    }
}
