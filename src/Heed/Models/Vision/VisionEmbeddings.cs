using Heed.Autograd;
using Heed.Kernels;
using Heed.Layers;

namespace Heed.Models;

/// <summary>
/// What the Vision Transformers read: special tokens (class, distillation) and patches with a learned position each, and between them registers,
/// which have none (Darcet et al. 2024, arXiv:2309.16588).
/// </summary>
internal sealed class VisionEmbeddings
{
    private readonly int modelDim;
    private readonly GridSize imageSize;
    private readonly GridSize patchSize;
    private readonly GridResampling resampling;
    private readonly float dropoutRate;
    private readonly string[] prefixNames;
    private readonly Tensor[] specialTokens;
    private readonly Tensor? registers;
    private readonly Tensor positions;
    private readonly PatchEmbedding patches;

    /// <param name="scope">Where the parameters are.</param>
    /// <param name="shape">The numbers.</param>
    /// <param name="tokenNames">The special tokens, in order.</param>
    public VisionEmbeddings(ParameterScope scope, VisionShape shape, params ReadOnlySpan<string> tokenNames)
    {
        (modelDim, imageSize, patchSize) = (shape.ModelDim, shape.ImageSize, shape.PatchSize);
        (resampling, dropoutRate) = (shape.Resampling, shape.DropoutRate);
        var initial = Initializer.Normal(shape.InitializerRange);
        prefixNames =
        [
            .. tokenNames.ToArray().Select(name => name == "cls_token" ? "class token" : name.Replace('_', ' ')),
            .. Enumerable.Range(1, shape.NumRegisters).Select(i => $"register {i}"),
        ];
        specialTokens = new Tensor[tokenNames.Length];
        for (var i = 0; i < tokenNames.Length; i++)
        {
            specialTokens[i] = scope.Parameter(tokenNames[i], initial, 1, 1, modelDim);
        }

        registers = shape.NumRegisters > 0 ? scope.Parameter("register_tokens", initial, 1, shape.NumRegisters, modelDim) : null;
        positions = scope.Parameter("position_embeddings", initial, 1, tokenNames.Length + shape.Grid.Count, modelDim);
        patches = new PatchEmbedding(
            scope["patch_embeddings"]["projection"], shape.NumChannels, patchSize.Height, patchSize.Width, modelDim, shape.InitializerRange);
    }

    /// <param name="images">[batch, channels, height, width].</param>
    /// <param name="resizesPositions">Whether images of another size than the model's are read, with the grid of positions resized.</param>
    /// <returns>[batch * (numSpecialTokens + numRegisters + numPatches), modelDim].</returns>
    /// <exception cref="ArgumentException">The images have another number of channels or another size than the model's.</exception>
    public Tensor Forward(Tensor images, bool resizesPositions) => Op.Dropout(Embed(images, resizesPositions).Tokens, dropoutRate);

    /// <summary>The same before dropout, with what it is made of.</summary>
    public ImageTokens Embed(Tensor images, bool resizesPositions)
    {
        var x = patches.Forward(images); // [batch * numPatches, modelDim]
        var size = new GridSize(images.Shape[2], images.Shape[3]);
        if (size != imageSize && !resizesPositions)
        {
            throw new ArgumentException($"Images of {size} pixels; the model's are {imageSize}, unless its positions are to be resized.", nameof(images));
        }

        var rows = positions.Reshape(positions.Shape[1], modelDim);
        var ofTokens = rows.Slice(0, specialTokens.Length);
        var ofPatches = rows.Slice(specialTokens.Length, rows.Rows);
        var (from, to) = (GridOf(imageSize), GridOf(size));
        ofPatches = from == to ? ofPatches : Op.ResizeGrid(ofPatches, from, to, resampling);
        var first = Op.Add(Op.Concatenate(0, [.. specialTokens.Select(token => token.Reshape(1, modelDim))]), ofTokens);
        first = registers is null ? first : Op.Concatenate(0, first, registers.Reshape(registers.Shape[1], modelDim));
        return new ImageTokens(x, ofPatches, Op.Prepend(first, Op.AddToEach(x, ofPatches), images.Shape[0]), prefixNames);
    }

    /// <summary>Patches of an image of so many pixels.</summary>
    public GridSize GridOf(GridSize image) => new(image.Height / patchSize.Height, image.Width / patchSize.Width);
}
