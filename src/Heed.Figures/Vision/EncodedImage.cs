namespace Heed.Figures.Vision;

/// <summary>
/// What a Vision Transformer makes of one picture before its first layer, and what it says of it after the last: picture, patches, a row of
/// numbers for each, their positions, the tokens that the layers read, and logits.
/// </summary>
public sealed class EncodedImage
{
    /// <summary>Takes what a model has computed; nothing is copied.</summary>
    /// <param name="name">What the picture is called.</param>
    /// <param name="seen">The pixels that the model read.</param>
    /// <param name="gridRows">Patches from top to bottom.</param>
    /// <param name="gridColumns">Patches from left to right.</param>
    /// <param name="modelDim">Numbers of a token.</param>
    /// <param name="patches">[numPatches, modelDim]: the patches before anything is added to them.</param>
    /// <param name="positions">[numPatches, modelDim]: what is added to them for their places; empty where nothing is.</param>
    /// <param name="tokens">[numTokens, modelDim]: what the first layer reads, the patches last.</param>
    /// <param name="logits">All labels and their logits, the largest first.</param>
    /// <exception cref="ArgumentException">The lengths disagree, or there is no label.</exception>
    public EncodedImage(
        string name,
        PixelImage seen,
        int gridRows,
        int gridColumns,
        int modelDim,
        ReadOnlyMemory<float> patches,
        ReadOnlyMemory<float> positions,
        ReadOnlyMemory<float> tokens,
        IReadOnlyList<LabelLogit> logits)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gridRows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gridColumns);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(modelDim);
        var values = (long)gridRows * gridColumns * modelDim;
        if (patches.Length != values || positions.Length is var added && added != 0 && added != values || tokens.Length < values || tokens.Length % modelDim != 0)
        {
            throw new ArgumentException(
                $"A grid of {gridRows} x {gridColumns} patches of {modelDim} numbers does not fit {patches.Length} numbers of patches, {positions.Length} of positions and {tokens.Length} of tokens.",
                nameof(patches));
        }

        if (logits.Count == 0)
        {
            throw new ArgumentException("A model of pictures has one label or more; found none.", nameof(logits));
        }

        (Name, Seen, GridRows, GridColumns, ModelDim) = (name, seen, gridRows, gridColumns, modelDim);
        (Patches, Positions, Tokens, Logits) = (patches, positions, tokens, logits);
    }

    /// <summary>What the picture is called.</summary>
    public string Name { get; }

    /// <summary>The pixels that the model read.</summary>
    public PixelImage Seen { get; }

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

    /// <summary>Numbers of a token.</summary>
    public int ModelDim { get; }

    /// <summary>[numPatches, modelDim].</summary>
    public ReadOnlyMemory<float> Patches { get; }

    /// <summary>[numPatches, modelDim], or empty.</summary>
    public ReadOnlyMemory<float> Positions { get; }

    /// <summary>[numTokens, modelDim].</summary>
    public ReadOnlyMemory<float> Tokens { get; }

    /// <summary>All labels and their logits, the largest first.</summary>
    public IReadOnlyList<LabelLogit> Logits { get; }

    /// <summary>Where convolutions make the tokens: what each of them gives, from the first to the last. Empty where patches are cut.</summary>
    public IReadOnlyList<StemMaps> Stem { get; init; } = [];

    /// <summary>Height and width of the square of pixels that a token knows of before the first layer; 0 for its own patch alone.</summary>
    public int ReceptiveField { get; init; }

    /// <summary>What the model does about places, in a few words, such as "learned positions".</summary>
    public string PositionKind { get; init; } = "positions";

    /// <summary>What is classified, in a few words.</summary>
    public string ReadOut { get; init; } = "the class token";

    /// <summary>Number of layers.</summary>
    public int NumLayers { get; init; }

    /// <summary>Heads of each layer.</summary>
    public int NumHeads { get; init; }

    /// <summary>What the tokens before the patches are called; empty where there are none.</summary>
    public IReadOnlyList<string> PrefixNames { get; init; } = [];

    internal int NumPatches => GridRows * GridColumns;

    internal int NumTokens => Tokens.Length / ModelDim;

    internal int NumPrefixTokens => NumTokens - NumPatches;
}
