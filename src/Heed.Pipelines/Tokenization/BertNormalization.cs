namespace Heed.Pipelines.Tokenization;

/// <summary>
/// What BERT does to a text before it looks for words (Devlin et al. 2018, <c>BasicTokenizer</c>; Hugging Face's
/// <c>BertNormalizer</c>, whose names the fields of the file formats have).
/// </summary>
/// <param name="Lowercase">Letters become small letters.</param>
/// <param name="StripAccents">Letters lose their accents: canonical decomposition without nonspacing marks.</param>
/// <param name="CleanText">Control characters, NUL and U+FFFD go, every kind of white space counts as a space.</param>
/// <param name="SplitIdeographs">Every CJK ideograph is a word of its own.</param>
internal sealed record BertNormalization(bool Lowercase, bool StripAccents, bool CleanText = true, bool SplitIdeographs = true)
{
    /// <summary>BERT's two forms: uncased (small letters without accents) and cased (as written).</summary>
    public static BertNormalization For(bool lowercase) => new(lowercase, StripAccents: lowercase);
}
