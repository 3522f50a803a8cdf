namespace Heed.Pipelines.Samples;

/// <summary>
/// A sentence with slots. <c>{topic}</c>, <c>{part}</c> and <c>{maker}</c> are neutral; <c>{adjective}</c>,
/// <c>{partAdjective}</c>, <c>{noun}</c>, <c>{quality}</c> and <c>{verbed}</c> take a word of the sentence's
/// polarity, or of the opposite one behind a minus: <c>{-noun}</c>. A leading <c>a </c> inside the braces adds the article.
/// </summary>
/// <param name="Pattern">The sentence, its beginning in lower case, without the last full stop.</param>
/// <param name="Sign">+1 where the label is the polarity of the words, -1 where it is the opposite.</param>
internal sealed record ReviewTemplate(string Pattern, int Sign)
{
    /// <summary>Which construction surrounds the polar words: the same within every frame.</summary>
    public int Construction { get; init; }

    /// <summary>This frame around a statement; two turns of the label cancel.</summary>
    public ReviewTemplate Around(ReviewTemplate statement) => statement with
    {
        Pattern = Pattern.Replace("{statement}", statement.Pattern, StringComparison.Ordinal),
        Sign = Sign * statement.Sign,
    };
}
