namespace Heed.Pipelines.Tokenization;

/// <summary>All that a tokenizer's files say.</summary>
internal sealed record TokenizerSettings(WordPieceVocabulary Vocabulary, BertNormalization Normalization)
{
    public const string BertClass = "BertTokenizer";

    /// <summary>Tokens that are found in the raw text before anything else happens to it.</summary>
    public IReadOnlyList<string> SpecialTokens { get; init; } = WordPieceVocabulary.SpecialTokens;

    public int MaxLength { get; init; } = int.MaxValue;

    public int MaxWordLength { get; init; } = WordPieceVocabulary.MaxWordLength;

    /// <summary>The class of Hugging Face's transformers that opens the files.</summary>
    public string TokenizerClass { get; init; } = BertClass;
}
