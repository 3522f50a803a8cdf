using Heed.Figures;
using Heed.Figures.Analysis;
using Heed.Pipelines.Classification;

namespace Heed.Cli;

/// <summary>What the pipelines explain, as the figures take it.</summary>
internal static class Explanations
{
    public static ExplainedText ToFigures(TextExplanation explanation, string? truth = null)
    {
        var encoded = explanation.Encoded;
        var maps = new AttentionMaps(
            encoded.Tokens, encoded.Words, explanation.NumLayers, explanation.NumHeads, explanation.Weights.SelectMany(layer => layer).ToArray());
        return new ExplainedText(
            explanation.Text,
            maps,
            [.. explanation.Prediction.Scores.Select(score => new ScoredLabel(score.Label, score.Score))],
            [.. encoded.Spans.Select(span => new TokenSpan(span.Start, span.Length))])
        {
            ReadOut = explanation.PoolsAllTokens ? ReadOut.Mean : ReadOut.FirstToken,
            Truth = truth,
        };
    }
}
