using Heed.Pipelines.Tokenization;

namespace Heed.Pipelines.Tests.Tokenization;

/// <summary>A tokenizer learnt from a few sentences, for tests that need no particular one.</summary>
internal static class SampleTokenizer
{
    public static readonly string[] Sentences =
    [
        "the lowest lower low new newest newer wide widest wider",
        "The film was good, the film was not good; the films were better.",
        "Café crème at the cafe! naïve 12 345 6789",
        "deeper deepest deep steep steeper steepest",
    ];

    public static WordPieceVocabulary Vocabulary(int size = 120) => WordPieceVocabulary.Learn(Sentences, size);

    public static TextTokenizer Create(int maxLength = 64) => TextTokenizer.Create(Vocabulary(), lowercase: true, maxLength);
}
