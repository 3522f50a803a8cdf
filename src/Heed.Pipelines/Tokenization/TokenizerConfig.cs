using System.Text.Json;

namespace Heed.Pipelines.Tokenization;

/// <summary>What tokenizer_config.json says; null where it says nothing.</summary>
internal sealed record TokenizerConfig(string? TokenizerClass, bool? Lowercase, bool? StripAccents, bool? SplitIdeographs, int? MaxLength)
{
    public static TokenizerConfig Read(string path) => TokenizerFolder.ReadJson(path, root => new TokenizerConfig(
        root.TryGetProperty("tokenizer_class", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null,
        Flag(path, root, "do_lower_case"),
        Flag(path, root, "strip_accents"),
        Flag(path, root, "tokenize_chinese_chars"),
        ReadMaxLength(path, root)));

    /// <summary>
    /// As transformers does: BERT's own classes let this file overrule tokenizer.json, the general class takes tokenizer.json
    /// as it is.
    /// </summary>
    public TokenizerSettings ApplyTo(TokenizerSettings settings)
    {
        settings = settings with
        {
            MaxLength = MaxLength ?? settings.MaxLength,
            TokenizerClass = TokenizerClass ?? settings.TokenizerClass,
        };
        if (TokenizerClass is "PreTrainedTokenizerFast" || Lowercase is null)
        {
            return settings;
        }

        return settings with
        {
            Normalization = settings.Normalization with
            {
                Lowercase = Lowercase.Value,
                StripAccents = StripAccents ?? Lowercase.Value,
                SplitIdeographs = SplitIdeographs ?? settings.Normalization.SplitIdeographs,
            },
        };
    }

    // Models without a limit have 1e30 there.
    private static int? ReadMaxLength(string path, JsonElement root)
    {
        if (!root.TryGetProperty("model_max_length", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var number = value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.NaN;
        return number >= 2
            ? (int)Math.Min(number, int.MaxValue)
            : throw new InvalidInputException($"{path}: model_max_length is {value.GetRawText()}; expected a number of at least 2.");
    }

    private static bool? Flag(string path, JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var value))
        {
            return null;
        }

        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Null => null,
            _ => throw new InvalidInputException($"{path}: {name} is {value.ValueKind}; expected true, false or null."),
        };
    }
}
