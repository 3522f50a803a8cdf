namespace Heed.Pipelines.Tokenization;

/// <summary>A text as a model takes it; all arrays have one entry a token, special tokens included.</summary>
/// <param name="Ids">Rows of the embedding table, from [CLS] to [SEP].</param>
/// <param name="Tokens">The pieces as the vocabulary writes them; a piece that continues a word starts with ##.</param>
/// <param name="Spans">Where each token stands in the original text, before any normalisation; empty for [CLS] and [SEP].</param>
/// <param name="Words">The number of the word a token belongs to, from 0; tokens of one word share it; -1 for [CLS] and [SEP].</param>
/// <param name="Truncated">Whether the text was longer than the limit and lost its end.</param>
/// <param name="FullLength">Tokens the whole text has, special tokens included.</param>
public sealed record EncodedText(int[] Ids, string[] Tokens, TextSpan[] Spans, int[] Words, bool Truncated, int FullLength);
