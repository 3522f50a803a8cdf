namespace Heed.Pipelines.Classification;

/// <summary>What a classifier says of one text or picture.</summary>
/// <param name="Input">The text, or the name of the picture.</param>
/// <param name="Label">The most probable label.</param>
/// <param name="Score">Its probability.</param>
/// <param name="Scores">The most probable labels, falling.</param>
/// <param name="Truncated">Whether it is a text longer than the model reads, so that its end was not seen.</param>
public sealed record Prediction(string Input, string Label, float Score, IReadOnlyList<LabelScore> Scores, bool Truncated)
{
    internal static Prediction Of(string input, LabelSet labels, ReadOnlySpan<float> probabilities, bool truncated, int topK)
    {
        var ranked = new LabelScore[labels.Count];
        for (var i = 0; i < ranked.Length; i++)
        {
            ranked[i] = new LabelScore(labels.Names[i], probabilities[i]);
        }

        ranked = [.. ranked.OrderByDescending(score => score.Score).Take(Math.Max(1, topK))];
        return new Prediction(input, ranked[0].Label, ranked[0].Score, ranked, truncated);
    }
}

/// <summary>A label and its probability.</summary>
/// <param name="Label">Name of the class.</param>
/// <param name="Score">Probability, 0 to 1.</param>
public sealed record LabelScore(string Label, float Score);
