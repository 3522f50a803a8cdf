using Heed.Cli.Options;
using Heed.Pipelines.Classification;
using Heed.Pipelines.ImageClassification;

namespace Heed.Cli.Json;

/// <summary>An explained picture as numbers: a map of patches for each method, what became of it in the tests, and every attention map.</summary>
/// <param name="Input">The picture.</param>
/// <param name="Label">What the model says.</param>
/// <param name="Score">Its probability.</param>
/// <param name="Scores">Every label.</param>
/// <param name="Target">The label that the maps are of.</param>
/// <param name="Rows">Patches from top to bottom.</param>
/// <param name="Columns">Patches from left to right.</param>
/// <param name="Tokens">Patches and tokens before them.</param>
/// <param name="ReadOut">[tokens]: how much of what is classified each is.</param>
/// <param name="Methods">A map for each method.</param>
/// <param name="Attention">[layer][head][query][key], the patches last.</param>
internal sealed record ImageExplanationJson(
    string Input,
    string Label,
    float Score,
    IReadOnlyList<LabelScore> Scores,
    string Target,
    int Rows,
    int Columns,
    int Tokens,
    float[] ReadOut,
    IReadOnlyList<MethodJson> Methods,
    float[][][][] Attention)
{
    public static ImageExplanationJson Of(string input, ImageExplanation explanation) => new(
        input,
        explanation.Prediction.Label,
        explanation.Prediction.Score,
        explanation.Prediction.Scores,
        explanation.Target,
        explanation.Grid.Height,
        explanation.Grid.Width,
        explanation.NumTokens,
        explanation.Trace.Readout.ToArray(),
        [.. explanation.Maps.Select(map => MethodJson.Of(map, explanation.Grid.Width))],
        [.. Enumerable.Range(0, explanation.NumLayers).Select(layer =>
            Enumerable.Range(0, explanation.NumHeads).Select(head => explanation.Weights(layer, head).ToArray().Chunk(explanation.NumTokens).ToArray()).ToArray())]);
}

/// <summary>One method: patches row by row, summing to 1, and its scores; null where they were not measured.</summary>
/// <param name="Method">Its name.</param>
/// <param name="Values">[row][column].</param>
/// <param name="Deletion">Area under the curve of deletion.</param>
/// <param name="Insertion">Area under the curve of insertion.</param>
/// <param name="Random">Mean area of orders by chance.</param>
/// <param name="RandomDeviation">Its standard deviation.</param>
/// <param name="RandomAreas">The area of each such order.</param>
/// <param name="BeatsRandom">Whether none of them did as well, in deletion or in insertion.</param>
/// <param name="Shares">Share of the patches that is gone, or there, at each point of a curve.</param>
/// <param name="DeletionCurve">Probability of the target with so many patches gone.</param>
/// <param name="InsertionCurve">Probability of the target with so many patches there.</param>
internal sealed record MethodJson(
    string Method,
    float[][] Values,
    double? Deletion,
    double? Insertion,
    double? Random,
    double? RandomDeviation,
    IReadOnlyList<double>? RandomAreas,
    bool? BeatsRandom,
    IReadOnlyList<double>? Shares,
    IReadOnlyList<float>? DeletionCurve,
    IReadOnlyList<float>? InsertionCurve)
{
    public static MethodJson Of(PatchMap map, int columns) => new(
        ExplainImageOptions.NameOf(map.Method),
        [.. map.Values.Chunk(columns)],
        map.Trust?.Deletion,
        map.Trust?.Insertion,
        map.Trust?.Random.Mean,
        map.Trust?.Random.Deviation,
        map.Trust?.Random.Areas,
        map.Trust?.BeatsRandom,
        map.Trust?.Random.Shares,
        map.Trust?.DeletionCurve,
        map.Trust?.InsertionCurve);
}
