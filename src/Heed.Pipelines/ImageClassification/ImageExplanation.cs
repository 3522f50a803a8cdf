using Heed.Kernels;
using Heed.Pipelines.Classification;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.ImageClassification;

/// <summary>What a classifier saw, said and attended to for one picture.</summary>
/// <param name="Image">The picture as the model saw it, resized and cut.</param>
/// <param name="Prediction">What the model says of it.</param>
/// <param name="Grid">Patches from top to bottom and from left to right; they are the last tokens.</param>
/// <param name="NumLayers">Number of attention layers.</param>
/// <param name="NumHeads">Heads in each.</param>
/// <param name="NumTokens">The class token, further tokens that are no patches, and the patches.</param>
/// <param name="Weights">For each layer [numHeads, tokens, tokens], queries before keys; rows sum to 1.</param>
public sealed record ImageExplanation(
    RgbImage Image, Prediction Prediction, GridSize Grid, int NumLayers, int NumHeads, int NumTokens, IReadOnlyList<float[]> Weights)
{
    /// <summary>How much of the class token's attention falls on each patch, in one head.</summary>
    /// <param name="layer">Layer, from 0.</param>
    /// <param name="head">Head, from 0.</param>
    /// <returns>[height, width] of the grid; what is missing to 1 falls on tokens that are no patches.</returns>
    public ReadOnlySpan<float> ClassTokenMap(int layer, int head)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(head);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(head, NumHeads);
        return Weights[layer].AsSpan((head * NumTokens * NumTokens) + NumTokens - Grid.Count, Grid.Count);
    }
}
