namespace Heed.Figures.Vision;

/// <summary>
/// What a Vision Transformer read, said and attended to for one picture. Its tokens are the patches, row by row, after any tokens that
/// are no patch; the map of a head A [numTokens, numTokens] says in row i how token i spreads its attention over the tokens j.
/// </summary>
public sealed class ExplainedImage
{
    /// <summary>Takes what a model has computed; nothing is copied.</summary>
    /// <param name="name">What the picture is called, such as its file.</param>
    /// <param name="seen">The pixels that the model read.</param>
    /// <param name="gridRows">Patches from top to bottom.</param>
    /// <param name="gridColumns">Patches from left to right.</param>
    /// <param name="numLayers">Number of attention layers.</param>
    /// <param name="numHeads">Heads in each.</param>
    /// <param name="weights">[numLayers, numHeads, numTokens (query), numTokens (key)], row-major.</param>
    /// <param name="readOut">[numTokens]: the share that each token has in what is classified; 1 for the class token where it alone is.</param>
    /// <param name="scores">The labels and their probabilities, the likeliest first.</param>
    /// <exception cref="ArgumentException">The lengths disagree, or a number is negative or not finite.</exception>
    public ExplainedImage(
        string name,
        PixelImage seen,
        int gridRows,
        int gridColumns,
        int numLayers,
        int numHeads,
        ReadOnlyMemory<float> weights,
        IReadOnlyList<float> readOut,
        IReadOnlyList<ScoredLabel> scores)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(readOut);
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gridRows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gridColumns);
        ArgumentOutOfRangeException.ThrowIfNegative(numLayers);
        ArgumentOutOfRangeException.ThrowIfNegative(numHeads);
        if (readOut.Count < (long)gridRows * gridColumns || scores.Count == 0)
        {
            throw new ArgumentException(
                $"A grid of {gridRows} x {gridColumns} patches needs a share for each of its tokens and one label or more; found {readOut.Count} and {scores.Count}.",
                nameof(readOut));
        }

        var expected = (long)numLayers * numHeads * readOut.Count * readOut.Count;
        if (weights.Length != expected)
        {
            throw new ArgumentException(
                $"Attention weights of {numLayers} layers, {numHeads} heads and {readOut.Count} tokens are {expected} numbers; found {weights.Length}.", nameof(weights));
        }

        PatchValues.Check(weights.Span, "attention weight");
        (Name, Seen, GridRows, GridColumns, NumLayers, NumHeads) = (name, seen, gridRows, gridColumns, numLayers, numHeads);
        (Weights, ReadOut, Scores) = (weights, readOut, scores);
    }

    /// <summary>What the picture is called.</summary>
    public string Name { get; }

    /// <summary>The pixels that the model read.</summary>
    public PixelImage Seen { get; }

    /// <summary>The same part of the picture as its owner knows it, with more pixels or in its own proportions.</summary>
    public PixelImage Shown
    {
        get => field ?? Seen;
        init;
    }

    /// <summary>Patches from top to bottom.</summary>
    public int GridRows { get; }

    /// <summary>Patches from left to right.</summary>
    public int GridColumns { get; }

    /// <summary>Which part of the picture each patch stands for; of one size unless told otherwise.</summary>
    /// <exception cref="ArgumentException">They are not as many as the patches.</exception>
    public PatchCells Cells
    {
        get => field ??= PatchCells.Equal(GridRows, GridColumns);
        init => field = value.Of(GridRows, GridColumns);
    }

    /// <summary>Number of attention layers.</summary>
    public int NumLayers { get; }

    /// <summary>Heads in each.</summary>
    public int NumHeads { get; }

    /// <summary>Patches and other tokens.</summary>
    public int NumTokens => ReadOut.Count;

    /// <summary>Number of patches, the last tokens.</summary>
    public int NumPatches => GridRows * GridColumns;

    /// <summary>Tokens before the patches.</summary>
    public int NumPrefixTokens => NumTokens - NumPatches;

    /// <summary>[numLayers, numHeads, numTokens, numTokens].</summary>
    public ReadOnlyMemory<float> Weights { get; }

    /// <summary>The share of each token in what is classified, [numTokens].</summary>
    public IReadOnlyList<float> ReadOut { get; }

    /// <summary>The labels and their probabilities, the likeliest first.</summary>
    public IReadOnlyList<ScoredLabel> Scores { get; }

    /// <summary>Maps of what the answer rests on, one a method.</summary>
    public IReadOnlyList<RelevanceMap> Methods { get; init; } = [];

    /// <summary>The label whose reasons the methods show.</summary>
    public string Explained
    {
        get => field ?? Scores[0].Label;
        init;
    }

    /// <summary>The right label, where it is known.</summary>
    public string? Truth { get; init; }

    /// <summary>The method that the tests speak for most, the last if none was tested; null if there is none.</summary>
    public RelevanceMap? MostTrusted =>
        Methods.Where(method => method.Trust is not null).MaxBy(method => method.Trust!.Insertion - method.Trust!.Deletion)
        ?? (Methods.Count > 0 ? Methods[^1] : null);

    /// <summary>What is classified, in words.</summary>
    public string Reader
    {
        get
        {
            var read = ReadOut.Where(share => share > 0).ToArray();
            var ofPatches = ReadOut.Skip(NumPrefixTokens).Sum();
            return read.Length == 1 && ofPatches == 0 ? "the class token"
                : ofPatches == 0 ? "the mean of the tokens before the patches"
                : ofPatches < 0.999f ? "the class token beside the mean of the patches"
                : read.Max() - read.Min() < 1e-6f ? "the mean of the patches"
                : "the weighted mean of the patches";
        }
    }

    /// <summary>What the classified token, or the mix of tokens that is classified, attends to: sum over i of readOut_i A[i, j], j a patch.</summary>
    /// <param name="layer">Layer, from 0.</param>
    /// <param name="head">Head, from 0.</param>
    /// <returns>[gridRows, gridColumns].</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer or head.</exception>
    public float[] HeadMap(int layer, int head)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, NumLayers);
        ArgumentOutOfRangeException.ThrowIfNegative(head);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(head, NumHeads);
        var map = new float[NumPatches];
        var weights = Weights.Span.Slice(((layer * NumHeads) + head) * NumTokens * NumTokens, NumTokens * NumTokens);
        for (var query = 0; query < NumTokens; query++)
        {
            var row = weights.Slice((query * NumTokens) + NumPrefixTokens, NumPatches);
            for (var patch = 0; ReadOut[query] > 0 && patch < map.Length; patch++)
            {
                map[patch] += ReadOut[query] * row[patch];
            }
        }

        return map;
    }
}
