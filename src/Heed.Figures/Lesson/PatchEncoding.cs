namespace Heed.Figures.Lesson;

/// <summary>What a Vision Transformer makes of one image, step by step.</summary>
public sealed record PatchEncoding
{
    /// <summary>The pixels, red, green and blue, each 0 to 1, row-major [height, width, 3].</summary>
    public required Matrix Pixels { get; init; }

    /// <summary>Width of the image in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Side of a square patch in pixels.</summary>
    public required int PatchSide { get; init; }

    /// <summary>The patches after the linear projection, [numPatches, modelDim].</summary>
    public required Matrix Projected { get; init; }

    /// <summary>The learned class token, [1, modelDim].</summary>
    public required Matrix ClassToken { get; init; }

    /// <summary>The learned positions, [1 + numPatches, modelDim].</summary>
    public required Matrix Positions { get; init; }

    /// <summary>What the encoder reads: class token and patches, plus positions, [1 + numPatches, modelDim].</summary>
    public required Matrix EncoderInput { get; init; }

    /// <summary>What the encoder gives, [1 + numPatches, modelDim].</summary>
    public required Matrix EncoderOutput { get; init; }

    /// <summary>The class token's attention to itself and to the patches in the last layer, the mean of its heads, [1, 1 + numPatches].</summary>
    public required Matrix ClassAttention { get; init; }

    /// <summary>Number of layers of the encoder.</summary>
    public required int NumLayers { get; init; }

    /// <summary>Number of heads of each layer.</summary>
    public required int NumHeads { get; init; }

    /// <summary>The classes and their probabilities.</summary>
    public required IReadOnlyList<ScoredLabel> Prediction { get; init; }

    internal int Height => Pixels.Rows;

    internal int GridColumns => Width / PatchSide;

    internal int GridRows => Height / PatchSide;

    internal void Check()
    {
        Pixels.Require(nameof(Pixels), Pixels.Rows, 3 * Width);
        var (n, dim) = (GridRows * GridColumns, Projected.Columns);
        Projected.Require(nameof(Projected), n, dim);
        ClassToken.Require(nameof(ClassToken), 1, dim);
        Positions.Require(nameof(Positions), n + 1, dim);
        EncoderInput.Require(nameof(EncoderInput), n + 1, dim);
        EncoderOutput.Require(nameof(EncoderOutput), n + 1, dim);
        ClassAttention.Require(nameof(ClassAttention), 1, n + 1);
    }
}
