using System.Buffers;

namespace Heed.Pipelines.Tokenization;

/// <summary>
/// Text to the tokens of a BERT model: normalised, split into words, words cut into the longest pieces of the vocabulary from
/// left to right (WordPiece: Wu et al. 2016; Devlin et al. 2018), between [CLS] and [SEP]. Gives the ids that Hugging Face's
/// tokenizers give for the same files. Safe to use from many threads.
/// </summary>
public sealed class TextTokenizer
{
    private readonly TokenizerSettings settings;
    private readonly WordPieceVocabulary vocabulary;
    private readonly WordPieceCutter cutter;
    private readonly SearchValues<string> specials;

    internal TextTokenizer(TokenizerSettings settings)
    {
        this.settings = settings;
        vocabulary = settings.Vocabulary;
        cutter = new WordPieceCutter(vocabulary, settings.MaxWordLength);
        specials = SearchValues.Create([.. settings.SpecialTokens], StringComparison.Ordinal);
        PadId = vocabulary.IdOf(WordPieceVocabulary.Pad);
        UnknownId = vocabulary.IdOf(WordPieceVocabulary.Unknown);
        ClassId = vocabulary.IdOf(WordPieceVocabulary.Class);
        SeparatorId = vocabulary.IdOf(WordPieceVocabulary.Separator);
        MaskId = vocabulary.IdOf(WordPieceVocabulary.Mask);
    }

    public int VocabularySize => vocabulary.Tokens.Count;

    public int PadId { get; }

    public int UnknownId { get; }

    public int ClassId { get; }

    public int SeparatorId { get; }

    public int MaskId { get; }

    /// <summary>The most tokens a text may have, special tokens included; <see cref="int.MaxValue"/> where the files name no limit.</summary>
    public int MaxLength => settings.MaxLength;

    /// <summary>Whether letters are made small and lose their accents.</summary>
    public bool Lowercase => settings.Normalization.Lowercase;

    /// <summary>The pieces, in the order of their ids.</summary>
    public WordPieceVocabulary Vocabulary => vocabulary;

    /// <summary>Makes a tokenizer from a vocabulary.</summary>
    /// <param name="vocabulary">The pieces, learned with the same <paramref name="lowercase"/>.</param>
    /// <param name="lowercase">Whether letters are made small and lose their accents, as uncased BERT does.</param>
    /// <param name="maxLength">The most tokens a text may have, special tokens included; at least 2.</param>
    /// <param name="tokenizerClass">The class that Hugging Face's transformers opens the saved files with: PreTrainedTokenizerFast beside a ModernBERT.</param>
    public static TextTokenizer Create(
        WordPieceVocabulary vocabulary, bool lowercase, int maxLength, string tokenizerClass = TokenizerSettings.BertClass)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 2);
        return new TextTokenizer(new TokenizerSettings(vocabulary, BertNormalization.For(lowercase))
        {
            MaxLength = maxLength,
            TokenizerClass = tokenizerClass,
        });
    }

    /// <summary>
    /// Reads the tokenizer of a model folder: tokenizer.json, or vocab.txt with tokenizer_config.json. Where both are there they
    /// have to agree.
    /// </summary>
    /// <exception cref="InvalidInputException">A file is missing, cut off, of another kind, or contradicts another.</exception>
    public static TextTokenizer Load(string modelDirectory) => new(TokenizerFolder.Load(modelDirectory));

    /// <summary>
    /// Writes vocab.txt, tokenizer.json, tokenizer_config.json and special_tokens_map.json in the form that Hugging Face's
    /// tokenizers and transformers read. The folder exists.
    /// </summary>
    /// <exception cref="InvalidInputException">A file cannot be written.</exception>
    public void Save(string modelDirectory) => TokenizerFolder.Save(modelDirectory, settings);

    /// <summary>Turns a text into tokens. A special token written out in the text, such as [MASK], becomes that token.</summary>
    /// <param name="text">Any text, the empty one included; lone surrogates are dropped.</param>
    /// <param name="maxLength">The most tokens, special tokens included, at least 2; <see cref="MaxLength"/> if not given. A longer text loses its end but keeps [SEP].</param>
    public EncodedText Encode(string text, int? maxLength = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var limit = maxLength ?? MaxLength;
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 2, nameof(maxLength));
        var tokens = new TokenList(limit - 1);
        tokens.Add(ClassId, default, word: -1);
        var inner = Walk(text, tokens);
        tokens.Add(SeparatorId, default, word: -1);
        var fullLength = inner + 2;
        return new EncodedText(
            [.. tokens.Ids], tokens.Ids.ConvertAll(id => vocabulary.Tokens[id]).ToArray(), [.. tokens.Spans], [.. tokens.Words],
            fullLength > limit, fullLength);
    }

    /// <summary>Tokens the whole text has, special tokens included.</summary>
    public int CountTokens(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Walk(text, new TokenList(0)) + 2;
    }

    /// <summary>Adds the tokens of <paramref name="text"/> while there is room, and returns how many it has.</summary>
    private int Walk(string text, TokenList tokens)
    {
        var count = 0;
        var word = 0;
        var start = 0;
        while (true)
        {
            var next = text.AsSpan(start).IndexOfAny(specials);
            var end = next < 0 ? text.Length : start + next;
            var words = new WordSplitter(text.AsSpan(start, end - start), settings.Normalization);
            while (words.MoveNext())
            {
                foreach (var piece in cutter.Cut(words.Word))
                {
                    if (tokens.HasRoom)
                    {
                        var from = words.Starts[piece.Start];
                        var to = words.Ends[piece.Start + piece.Length - 1];
                        tokens.Add(piece.Id, new TextSpan(start + from, to - from), word);
                    }

                    count++;
                }

                word++;
            }

            if (next < 0)
            {
                return count;
            }

            var special = settings.SpecialTokens.Where(token => text.AsSpan(end).StartsWith(token)).MaxBy(token => token.Length)!;
            if (tokens.HasRoom)
            {
                tokens.Add(vocabulary.IdOf(special), new TextSpan(end, special.Length), word);
            }

            count++;
            word++;
            start = end + special.Length;
        }
    }

    /// <summary>Tokens as they come, up to a limit.</summary>
    private sealed class TokenList(int room)
    {
        public List<int> Ids { get; } = [];

        public List<TextSpan> Spans { get; } = [];

        public List<int> Words { get; } = [];

        public bool HasRoom => Ids.Count < room;

        public void Add(int id, TextSpan span, int word)
        {
            Ids.Add(id);
            Spans.Add(span);
            Words.Add(word);
        }
    }
}
