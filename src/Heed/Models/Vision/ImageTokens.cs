using Heed.Autograd;

namespace Heed.Models;

/// <summary>What a Vision Transformer makes of images before its first block: z_0 = [prefix; x_1 + p_1; ...; x_N + p_N] of each image.</summary>
/// <param name="Patches">x, [batch * numPatches, modelDim]: the patches after their linear layer or stem, of an image row by row.</param>
/// <param name="Positions">p, [numPatches, modelDim]; null where nothing is added.</param>
/// <param name="Tokens">z_0, [batch * (numPrefixTokens + numPatches), modelDim].</param>
/// <param name="PrefixNames">What the tokens before the patches are, in order.</param>
public sealed record ImageTokens(Tensor Patches, Tensor? Positions, Tensor Tokens, IReadOnlyList<string> PrefixNames)
{
    /// <summary>How places are told apart.</summary>
    public ImagePositions PositionKind { get; init; } = ImagePositions.Learned;

    /// <summary>What each convolution of a stem gives, pooled: [batch, height, width, channels]; the last are the patches. Empty without a stem.</summary>
    public IReadOnlyList<Tensor> Stem { get; init; } = [];

    /// <summary>Height and width of the square of pixels about a patch's place that a stem makes it of; 0 where a patch is its own pixels.</summary>
    public int ReceptiveField { get; init; }
}
