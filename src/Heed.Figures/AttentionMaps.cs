using Heed.Figures.Analysis;

namespace Heed.Figures;

/// <summary>
/// The self-attention maps of one sequence: for every layer and head a matrix A [seqLen, seqLen] whose row i says how the
/// query token i spreads its attention over the key tokens j. A row sums to 1, or to 0 where a query may see nothing, or to
/// less than 1 where a sink outside the sequence takes a part.
/// </summary>
public sealed class AttentionMaps
{
    /// <summary>The word index of a token that belongs to no word of the text, such as [CLS] and [SEP].</summary>
    public const int Special = -1;

    // Softmax in half precision misses 1 by about this much.
    private const float RowSumTolerance = 0.01f;

    private readonly ReadOnlyMemory<float> weights;

    /// <summary>Takes maps that a model has computed; nothing is copied.</summary>
    /// <param name="tokens">The seqLen tokens as the tokenizer made them ("##ing" and "[CLS]" included).</param>
    /// <param name="words">For each token the index of its word, or <see cref="Special"/>. Neighbours with the same index are
    /// the pieces of one word.</param>
    /// <param name="numLayers">Number of layers.</param>
    /// <param name="numHeads">Number of heads in each layer.</param>
    /// <param name="weights">Attention weights, row-major [numLayers, numHeads, seqLen (query), seqLen (key)].</param>
    /// <exception cref="ArgumentException">The lengths disagree, or a weight is negative or not finite, or a row sums to more
    /// than 1.</exception>
    public AttentionMaps(
        IReadOnlyList<string> tokens,
        IReadOnlyList<int> words,
        int numLayers,
        int numHeads,
        ReadOnlyMemory<float> weights)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(words);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numLayers);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numHeads);
        if (tokens.Count == 0)
        {
            throw new ArgumentException("Attention maps need at least one token.", nameof(tokens));
        }

        if (words.Count != tokens.Count)
        {
            throw new ArgumentException(
                $"Every token needs a word index: there are {tokens.Count} tokens and {words.Count} indices.", nameof(words));
        }

        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] < Special)
            {
                throw new ArgumentException($"Token {i} has word index {words[i]}; expected {Special} or more.", nameof(words));
            }
        }

        var expected = (long)numLayers * numHeads * tokens.Count * tokens.Count;
        if (weights.Length != expected)
        {
            throw new ArgumentException(
                $"Attention weights of {numLayers} layers, {numHeads} heads and {tokens.Count} tokens are {expected} numbers "
                + $"[{numLayers}, {numHeads}, {tokens.Count}, {tokens.Count}]; found {weights.Length}.", nameof(weights));
        }

        Tokens = tokens;
        Words = words;
        NumLayers = numLayers;
        NumHeads = numHeads;
        this.weights = weights;
        CheckRows();
    }

    /// <summary>The tokens, [seqLen].</summary>
    public IReadOnlyList<string> Tokens { get; }

    /// <summary>The word index of each token, [seqLen].</summary>
    public IReadOnlyList<int> Words { get; }

    /// <summary>Number of layers.</summary>
    public int NumLayers { get; }

    /// <summary>Number of heads in each layer.</summary>
    public int NumHeads { get; }

    /// <summary>Number of tokens.</summary>
    public int SeqLen => Tokens.Count;

    /// <summary>All weights, row-major [numLayers, numHeads, seqLen, seqLen].</summary>
    public ReadOnlySpan<float> Weights => weights.Span;

    /// <summary>The map of one head, row-major [seqLen (query), seqLen (key)].</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer or head.</exception>
    public ReadOnlySpan<float> Head(int layer, int head)
    {
        CheckLayer(layer);
        ArgumentOutOfRangeException.ThrowIfNegative(head);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(head, NumHeads);
        var size = SeqLen * SeqLen;
        return weights.Span.Slice(((layer * NumHeads) + head) * size, size);
    }

    /// <summary>The mean over the heads of one layer, row-major [seqLen (query), seqLen (key)].</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public float[] LayerMean(int layer)
    {
        CheckLayer(layer);
        var mean = new float[SeqLen * SeqLen];
        for (var head = 0; head < NumHeads; head++)
        {
            var map = Head(layer, head);
            for (var i = 0; i < mean.Length; i++)
            {
                mean[i] += map[i] / NumHeads;
            }
        }

        return mean;
    }

    private void CheckLayer(int layer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, NumLayers);
    }

    private void CheckRows()
    {
        for (var layer = 0; layer < NumLayers; layer++)
        {
            for (var head = 0; head < NumHeads; head++)
            {
                AttentionRows.Check(Head(layer, head), SeqLen, $"layer {layer}, head {head}, ", RowSumTolerance);
            }
        }
    }
}
