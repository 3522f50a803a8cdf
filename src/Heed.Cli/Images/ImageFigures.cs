using Heed.Figures;
using Heed.Figures.Vision;
using Heed.Models;
using Heed.Pipelines.ImageClassification;
using Heed.Pipelines.Images;

namespace Heed.Cli.Images;

/// <summary>What the pipelines know of a picture, as the figures take it.</summary>
internal static class ImageFigures
{
    /// <param name="name">What the picture is called.</param>
    /// <param name="explanation">What the model saw, said and attended to.</param>
    /// <param name="shown">The part of the picture that the model saw, in its own pixels.</param>
    public static ExplainedImage ToFigures(string name, ImageExplanation explanation, RgbImage shown) => new(
        name,
        Pixels(explanation.Image),
        explanation.Grid.Height,
        explanation.Grid.Width,
        explanation.NumLayers,
        explanation.NumHeads,
        Weights(explanation),
        explanation.Trace.Readout.ToArray(),
        [.. explanation.Prediction.Scores.Select(score => new ScoredLabel(score.Label, score.Score))])
    {
        Shown = Pixels(shown),
        Cells = ToFigures(explanation.Cells),
        Explained = explanation.Target,
        Methods = [.. explanation.Maps.Select(map => new RelevanceMap(map.Name, Words(map.Method, explanation.Target), map.Values, ToFigures(map.Trust)))],
    };

    public static EncodedImage ToFigures(string name, PatchEncoding encoding, ImageExplanation explanation, string readOut) => new(
        name,
        Pixels(encoding.Image),
        encoding.Grid.Height,
        encoding.Grid.Width,
        encoding.ModelDim,
        encoding.Patches.ToArray(),
        encoding.Positions.ToArray(),
        encoding.Tokens.ToArray(),
        [.. encoding.Labels.Zip(encoding.Logits, (label, logit) => new LabelLogit(label, logit)).OrderByDescending(entry => entry.Logit)])
    {
        Stem = [.. encoding.Stem.Select(maps => new StemMaps(maps.Size.Height, maps.Size.Width, maps.Values.ToArray()))],
        ReceptiveField = encoding.ReceptiveField,
        Cells = ToFigures(encoding.Cells),
        PositionKind = encoding.PositionKind switch
        {
            ImagePositions.Learned => "learnt position",
            ImagePositions.SineCosine => "sines and cosines of the place",
            ImagePositions.Rotary => "rotary positions: queries and keys are turned in every layer instead",
            _ => "this model has no positions",
        },
        PrefixNames = encoding.PrefixNames,
        ReadOut = readOut,
        NumLayers = explanation.NumLayers,
        NumHeads = explanation.NumHeads,
    };

    private static PatchCells ToFigures(TokenCells cells) => new(new(cells.Rows.Centres, cells.Rows.Edges), new(cells.Columns.Centres, cells.Columns.Edges));

    private static float[] Weights(ImageExplanation explanation)
    {
        var map = explanation.NumTokens * explanation.NumTokens;
        var all = new float[explanation.NumLayers * explanation.NumHeads * map];
        for (var i = 0; i < explanation.NumLayers * explanation.NumHeads; i++)
        {
            explanation.Weights(i / explanation.NumHeads, i % explanation.NumHeads).CopyTo(all.AsSpan(i * map));
        }

        return all;
    }

    private static RelevanceTrust? ToFigures(Faithfulness? trust) => trust is null
        ? null
        : new RelevanceTrust(trust.Random.Shares, trust.DeletionCurve, trust.InsertionCurve, trust.Random.Curve)
        {
            Deletion = trust.Deletion,
            Insertion = trust.Insertion,
            Random = trust.Random.Mean,
            RandomLowest = trust.Random.Areas.Min(),
            RandomHighest = trust.Random.Areas.Max(),
        };

    private static string Words(ExplanationMethod method, string target) => method switch
    {
        ExplanationMethod.Attention => "What the classified token, or the mix of tokens that is classified, looks at in the last layer, on the mean of the heads. It is the same for every label.",
        ExplanationMethod.Pooling => "The share that each patch has in the mean that is classified, as the model chose it. It is the same for every label.",
        ExplanationMethod.Rollout => "From which patches attention can have carried something to the answer, through all layers. It is the same for every label.",
        ExplanationMethod.GradientRollout => $"Attention followed through all layers, each weight counted as far as more of it would raise “{target}”.",
        _ => $"Attention weighed by what it does for “{target}” and added up through all layers (Chefer et al. 2021).",
    };

    private static PixelImage Pixels(RgbImage image) => new(image.Size.Width, image.Size.Height, image.Pixels);
}
