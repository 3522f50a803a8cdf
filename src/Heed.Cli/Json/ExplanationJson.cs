using Heed.Figures;
using Heed.Figures.Analysis;
using Heed.Pipelines.Classification;

namespace Heed.Cli.Json;

/// <summary>An explanation as numbers: tokens, words with their share of the rollout, and every attention map.</summary>
internal sealed record ExplanationJson(
    string Input,
    string Label,
    float Score,
    IReadOnlyList<LabelScore> Scores,
    bool Truncated,
    IReadOnlyList<TokenJson> Tokens,
    IReadOnlyList<WordJson> Words,
    float[][][][] Attention)
{
    public static ExplanationJson Of(TextExplanation explanation, ExplainedText explained)
    {
        var encoded = explanation.Encoded;
        var maps = explained.Attention;
        return new(
            explanation.Text,
            explanation.Prediction.Label,
            explanation.Prediction.Score,
            explanation.Prediction.Scores,
            encoded.Truncated,
            [.. encoded.Tokens.Select((token, i) => new TokenJson(token, encoded.Words[i], encoded.Spans[i].Start, encoded.Spans[i].Length))],
            [.. WordShare.Of(explained).Select(word => new WordJson(word.Text, word.Share))],
            [.. Enumerable.Range(0, maps.NumLayers).Select(layer =>
                Enumerable.Range(0, maps.NumHeads).Select(head => maps.Head(layer, head).ToArray().Chunk(maps.SeqLen).ToArray()).ToArray())]);
    }
}

/// <summary>A token: which word it belongs to (-1 for none) and which characters it stands for.</summary>
internal sealed record TokenJson(string Token, int Word, int Start, int Length);

/// <summary>A word and its share of the rollout.</summary>
internal sealed record WordJson(string Word, float Rollout);
