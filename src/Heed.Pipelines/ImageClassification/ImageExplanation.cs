using Heed.Attention.Relevance;
using Heed.Kernels;
using Heed.Models;
using Heed.Pipelines.Classification;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.ImageClassification;

/// <summary>What a classifier saw, said and attended to for one picture, and which patches it went by.</summary>
/// <param name="Image">The picture as the model saw it, resized and cut.</param>
/// <param name="Prediction">What the model says of it.</param>
/// <param name="Target">The label that <paramref name="Maps"/> are of.</param>
/// <param name="Grid">Patches from top to bottom and from left to right; they are the last tokens.</param>
/// <param name="NumHeads">Heads of a layer.</param>
/// <param name="Trace">The weights of every head of every layer, and their gradients for the target.</param>
/// <param name="Maps">How much each patch counted, a map for each method.</param>
public sealed record ImageExplanation(
    RgbImage Image, Prediction Prediction, string Target, GridSize Grid, int NumHeads, AttentionTrace Trace, IReadOnlyList<PatchMap> Maps)
{
    /// <summary>Which part of the picture stands for each patch, in shares of it, so for any size: all alike, or with a stem about what each token sees.</summary>
    public required TokenCells Cells { get; init; }

    /// <summary>Number of attention layers.</summary>
    public int NumLayers => Trace.NumLayers;

    /// <summary>The class token, further tokens that are no patches, and the patches.</summary>
    public int NumTokens => Trace.NumTokens;

    /// <summary>The map of a method.</summary>
    /// <exception cref="KeyNotFoundException">It was not asked for, or the model has none.</exception>
    public PatchMap this[ExplanationMethod method] =>
        Maps.FirstOrDefault(map => map.Method == method) ?? throw new KeyNotFoundException($"There is no map of {method} in this explanation.");

    /// <summary>The map of most <see cref="Faithfulness.Gain"/>; null if trust was not measured.</summary>
    public PatchMap? MostFaithful => Maps.Where(map => map.Trust is not null).MaxBy(map => map.Trust!.Gain);

    /// <summary>[numTokens, numTokens]: the weights of one head, queries before keys; rows sum to 1.</summary>
    /// <param name="layer">Layer, from 0.</param>
    /// <param name="head">Head, from 0.</param>
    public ReadOnlySpan<float> Weights(int layer, int head) => Trace.Weights(layer, head);

    /// <summary>How much of the attention of what is classified falls on each patch, in one head: of the class token, or of the patches as they are pooled.</summary>
    /// <param name="layer">Layer, from 0.</param>
    /// <param name="head">Head, from 0.</param>
    /// <returns>[height, width] of the grid; what is missing to 1 falls on tokens that are no patches.</returns>
    public float[] HeadMap(int layer, int head) => ReadoutAttention.OfHead(Trace, layer, head)[^Grid.Count..];
}
