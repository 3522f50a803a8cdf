using System.Text.Encodings.Web;
using System.Text.Json;
using Heed.Checkpoints;

namespace Heed.Pipelines.Tokenization;

/// <summary>
/// Writes a tokenizer's files as Hugging Face reads them: tokenizer.json for the tokenizers library, the others for
/// transformers. Each file is replaced as a whole or not at all.
/// </summary>
internal static class TokenizerWriter
{
    // Letters of all languages as themselves: the files are read by people too, and never put into HTML.
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly (string Name, string Token)[] Roles =
    [
        ("cls_token", WordPieceVocabulary.Class), ("mask_token", WordPieceVocabulary.Mask), ("pad_token", WordPieceVocabulary.Pad),
        ("sep_token", WordPieceVocabulary.Separator), ("unk_token", WordPieceVocabulary.Unknown),
    ];

    public static void Save(string directory, TokenizerSettings settings)
    {
        var vocabulary = settings.Vocabulary;
        AtomicFile.WriteText(Path.Combine(directory, TokenizerFolder.VocabularyFile), string.Join('\n', vocabulary.Tokens) + '\n');
        WriteJson(Path.Combine(directory, TokenizerFolder.TokenizerFile), json => WriteTokenizer(json, settings));
        WriteJson(Path.Combine(directory, "special_tokens_map.json"), WriteRoles);
        WriteJson(Path.Combine(directory, TokenizerFolder.ConfigFile), json => WriteConfig(json, settings));
    }

    private static void WriteJson(string path, Action<Utf8JsonWriter> properties) => AtomicFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream, Options);
        json.WriteStartObject();
        properties(json);
        json.WriteEndObject();
    });

    private static void WriteTokenizer(Utf8JsonWriter json, TokenizerSettings settings)
    {
        var vocabulary = settings.Vocabulary;
        json.WriteString("version", "1.0");
        json.WriteNull("truncation");
        json.WriteNull("padding");
        json.WriteStartArray("added_tokens");
        foreach (var token in InIdOrder(settings))
        {
            json.WriteStartObject();
            json.WriteNumber("id", vocabulary.IdOf(token));
            WriteAddedToken(json, token);
            json.WriteEndObject();
        }

        json.WriteEndArray();

        json.WriteStartObject("normalizer");
        json.WriteString("type", "BertNormalizer");
        json.WriteBoolean("clean_text", settings.Normalization.CleanText);
        json.WriteBoolean("handle_chinese_chars", settings.Normalization.SplitIdeographs);
        WriteStripAccents(json, settings.Normalization);
        json.WriteBoolean("lowercase", settings.Normalization.Lowercase);
        json.WriteEndObject();

        json.WriteStartObject("pre_tokenizer");
        json.WriteString("type", "BertPreTokenizer");
        json.WriteEndObject();

        WritePostProcessor(json, vocabulary);

        json.WriteStartObject("decoder");
        json.WriteString("type", "WordPiece");
        json.WriteString("prefix", WordPieceVocabulary.Continuation);
        json.WriteBoolean("cleanup", true);
        json.WriteEndObject();

        json.WriteStartObject("model");
        json.WriteString("type", "WordPiece");
        json.WriteString("unk_token", WordPieceVocabulary.Unknown);
        json.WriteString("continuing_subword_prefix", WordPieceVocabulary.Continuation);
        json.WriteNumber("max_input_chars_per_word", settings.MaxWordLength);
        json.WriteStartObject("vocab");
        for (var id = 0; id < vocabulary.Tokens.Count; id++)
        {
            json.WriteNumber(vocabulary.Tokens[id], id);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>[CLS] A [SEP], or [CLS] A [SEP] B [SEP] with B of type 1.</summary>
    private static void WritePostProcessor(Utf8JsonWriter json, WordPieceVocabulary vocabulary)
    {
        json.WriteStartObject("post_processor");
        json.WriteString("type", "TemplateProcessing");
        WriteTemplate(json, "single", (WordPieceVocabulary.Class, 0), ("A", 0), (WordPieceVocabulary.Separator, 0));
        WriteTemplate(
            json, "pair", (WordPieceVocabulary.Class, 0), ("A", 0), (WordPieceVocabulary.Separator, 0), ("B", 1), (WordPieceVocabulary.Separator, 1));
        json.WriteStartObject("special_tokens");
        foreach (var token in new[] { WordPieceVocabulary.Class, WordPieceVocabulary.Separator })
        {
            json.WriteStartObject(token);
            json.WriteString("id", token);
            json.WriteStartArray("ids");
            json.WriteNumberValue(vocabulary.IdOf(token));
            json.WriteEndArray();
            json.WriteStartArray("tokens");
            json.WriteStringValue(token);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTemplate(Utf8JsonWriter json, string name, params ReadOnlySpan<(string Id, int Type)> parts)
    {
        json.WriteStartArray(name);
        foreach (var (id, type) in parts)
        {
            json.WriteStartObject();
            json.WriteStartObject(id is "A" or "B" ? "Sequence" : "SpecialToken");
            json.WriteString("id", id);
            json.WriteNumber("type_id", type);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteConfig(Utf8JsonWriter json, TokenizerSettings settings)
    {
        json.WriteStartObject("added_tokens_decoder");
        foreach (var token in InIdOrder(settings))
        {
            json.WriteStartObject(settings.Vocabulary.IdOf(token).ToString());
            WriteAddedToken(json, token);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteBoolean("clean_up_tokenization_spaces", true);
        if (settings.TokenizerClass == TokenizerSettings.BertClass)
        {
            json.WriteBoolean("do_lower_case", settings.Normalization.Lowercase);
            WriteStripAccents(json, settings.Normalization);
            json.WriteBoolean("tokenize_chinese_chars", settings.Normalization.SplitIdeographs);
        }
        else
        {
            // Unlike BERT's, other models are not called with token types.
            json.WriteStartArray("model_input_names");
            json.WriteStringValue("input_ids");
            json.WriteStringValue("attention_mask");
            json.WriteEndArray();
        }

        if (settings.MaxLength < int.MaxValue)
        {
            json.WriteNumber("model_max_length", settings.MaxLength);
        }

        json.WriteString("tokenizer_class", settings.TokenizerClass);
        WriteRoles(json);
    }

    private static void WriteAddedToken(Utf8JsonWriter json, string token)
    {
        json.WriteString("content", token);
        json.WriteBoolean("single_word", false);
        json.WriteBoolean("lstrip", false);
        json.WriteBoolean("rstrip", false);
        json.WriteBoolean("normalized", false);
        json.WriteBoolean("special", true);
    }

    private static void WriteRoles(Utf8JsonWriter json)
    {
        foreach (var (name, token) in Roles)
        {
            json.WriteString(name, token);
        }
    }

    /// <summary>null stands for "as lowercase says", which is how BERT's own files have it.</summary>
    private static void WriteStripAccents(Utf8JsonWriter json, BertNormalization normalization)
    {
        if (normalization.StripAccents == normalization.Lowercase)
        {
            json.WriteNull("strip_accents");
        }
        else
        {
            json.WriteBoolean("strip_accents", normalization.StripAccents);
        }
    }

    private static IEnumerable<string> InIdOrder(TokenizerSettings settings) => settings.SpecialTokens.OrderBy(settings.Vocabulary.IdOf);
}
