using Heed.Figures.Analysis;

namespace Heed.Figures;

/// <summary>One text, what a classifier said of it, and every attention map it computed on the way.</summary>
public sealed class ExplainedText
{
    /// <summary>Binds a text, its maps and its scores.</summary>
    /// <param name="text">The text as the user gave it.</param>
    /// <param name="attention">Maps over the text's tokens.</param>
    /// <param name="scores">The classes with their probabilities, in any order.</param>
    /// <param name="spans">Where each token stands in the text, so that words are shown as they were written; without it they
    /// are shown as the tokenizer has them.</param>
    /// <exception cref="ArgumentException">A score is no probability, or a span lies outside the text.</exception>
    public ExplainedText(
        string text,
        AttentionMaps attention,
        IReadOnlyList<ScoredLabel> scores,
        IReadOnlyList<TokenSpan>? spans = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(attention);
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Count == 0)
        {
            throw new ArgumentException("A prediction needs at least one label.", nameof(scores));
        }

        foreach (var (label, score) in scores)
        {
            if (!(score >= 0 && score <= 1.001f))
            {
                throw new ArgumentException($"The score of '{label}' is {score}; expected a probability from 0 to 1.", nameof(scores));
            }
        }

        CheckSpans(text, attention, spans);
        Text = text;
        Attention = attention;
        Scores = [.. scores.OrderByDescending(score => score.Score)];
        Spans = spans;
    }

    /// <summary>The text as the user gave it.</summary>
    public string Text { get; }

    /// <summary>The attention maps, over tokens.</summary>
    public AttentionMaps Attention { get; }

    /// <summary>The classes, the likeliest first.</summary>
    public IReadOnlyList<ScoredLabel> Scores { get; }

    /// <summary>Where each token stands in the text, if that is known.</summary>
    public IReadOnlyList<TokenSpan>? Spans { get; }

    /// <summary>Where the classifier reads its answer.</summary>
    public ReadOut ReadOut { get; init; } = ReadOut.FirstToken;

    /// <summary>The true label, if that is known.</summary>
    public string? Truth { get; init; }

    private static void CheckSpans(string text, AttentionMaps attention, IReadOnlyList<TokenSpan>? spans)
    {
        if (spans is null)
        {
            return;
        }

        if (spans.Count != attention.SeqLen)
        {
            throw new ArgumentException(
                $"Every token needs a span: there are {attention.SeqLen} tokens and {spans.Count} spans.", nameof(spans));
        }

        for (var i = 0; i < spans.Count; i++)
        {
            if (spans[i].Start < 0 || spans[i].Length < 0 || spans[i].Length > text.Length - spans[i].Start)
            {
                throw new ArgumentException(
                    $"Token {i} has {spans[i]}, outside the text of {text.Length} characters.", nameof(spans));
            }
        }
    }
}
