using System.Text.Json;

namespace Heed.Pipelines.Tokenization;

/// <summary>Reads tokenizer.json of Hugging Face's tokenizers library where it describes a BERT tokenizer, and refuses any other.</summary>
internal static class TokenizerJson
{
    public static TokenizerSettings Read(string path) => TokenizerFolder.ReadJson(path, root => Read(path, root));

    private static TokenizerSettings Read(string path, JsonElement root)
    {
        var model = Part(path, root, "model", "WordPiece");
        var normalizer = Part(path, root, "normalizer", "BertNormalizer");
        Part(path, root, "pre_tokenizer", "BertPreTokenizer");
        Expect(path, model, "unk_token", WordPieceVocabulary.Unknown);
        Expect(path, model, "continuing_subword_prefix", WordPieceVocabulary.Continuation);

        var lowercase = Flag(normalizer, "lowercase", true);
        var tokens = ReadTokens(path, model);
        var specials = ReadAddedTokens(path, root, tokens);
        return new TokenizerSettings(
            TokenizerFolder.Vocabulary(path, tokens),
            new BertNormalization(
                lowercase, Flag(normalizer, "strip_accents", lowercase), Flag(normalizer, "clean_text", true), Flag(normalizer, "handle_chinese_chars", true)))
        {
            SpecialTokens = specials,
            MaxWordLength = model.TryGetProperty("max_input_chars_per_word", out var length) && length.TryGetInt32(out var limit) && limit is > 0 and < 1 << 20
                ? limit
                : WordPieceVocabulary.MaxWordLength,
        };
    }

    private static JsonElement Part(string path, JsonElement root, string name, string type)
    {
        var found = "nothing";
        if (root.TryGetProperty(name, out var part) && part.ValueKind == JsonValueKind.Object)
        {
            found = part.TryGetProperty("type", out var value) ? value.ToString() : "one without a type";
            if (found == type)
            {
                return part;
            }
        }

        throw new InvalidInputException($"{path}: {name} is {found}; expected {type}, the only kind of tokenizer that Heed has.");
    }

    private static void Expect(string path, JsonElement model, string name, string expected)
    {
        var found = model.TryGetProperty(name, out var value) ? value.ToString() : "nothing";
        if (found != expected)
        {
            throw new InvalidInputException($"{path}: the model's {name} is {found}; expected {expected}.");
        }
    }

    private static List<string> ReadTokens(string path, JsonElement model)
    {
        if (!model.TryGetProperty("vocab", out var vocab) || vocab.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidInputException($"{path}: the model has no vocab; expected an object of tokens and their ids.");
        }

        var count = vocab.GetPropertyCount();
        var tokens = new string?[count];
        foreach (var entry in vocab.EnumerateObject())
        {
            if (!entry.Value.TryGetInt32(out var id) || (uint)id >= (uint)count || tokens[id] is not null)
            {
                throw new InvalidInputException(
                    $"{path}: the token '{entry.Name}' has the id {entry.Value.GetRawText()}; expected every id from 0 to {count - 1} once.");
            }

            tokens[id] = entry.Name;
        }

        return [.. tokens.Select(token => token!)];
    }

    /// <summary>The tokens that are looked for in raw text; one that the vocabulary lacks is put at its end.</summary>
    private static List<string> ReadAddedTokens(string path, JsonElement root, List<string> tokens)
    {
        var specials = new List<string>();
        if (!root.TryGetProperty("added_tokens", out var added))
        {
            return specials;
        }

        foreach (var token in added.EnumerateArray())
        {
            var content = token.TryGetProperty("content", out var text) ? text.GetString() : null;
            if (content is null or "" || !token.TryGetProperty("id", out var number) || !number.TryGetInt32(out var id))
            {
                throw new InvalidInputException($"{path}: the added token {token.GetRawText()} lacks content or id.");
            }

            if (id == tokens.Count)
            {
                tokens.Add(content);
            }
            else if ((uint)id > (uint)tokens.Count || tokens[id] != content)
            {
                throw new InvalidInputException($"{path}: the added token '{content}' has the id {id}, which is another token's or out of order.");
            }

            if (Flag(token, "normalized", false) || Flag(token, "single_word", false))
            {
                throw new InvalidInputException($"{path}: the added token '{content}' is normalized or single_word; Heed has only tokens that are found as written.");
            }

            specials.Add(content);
        }

        return specials;
    }

    private static bool Flag(JsonElement element, string name, bool otherwise) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetBoolean() : otherwise;
}
