using System.Text;
using System.Text.Json;

namespace Heed.Pipelines.Tokenization;

/// <summary>Reads a tokenizer from the files of a model folder, in the layout of Hugging Face.</summary>
internal static class TokenizerFolder
{
    public const string VocabularyFile = "vocab.txt", TokenizerFile = "tokenizer.json", ConfigFile = "tokenizer_config.json";

    /// <summary>Far above any real vocabulary; a larger file is something else.</summary>
    private const long MaxFileLength = 64 << 20;

    public static TokenizerSettings Load(string directory)
    {
        if (!Directory.Exists(directory))
        {
            throw new InvalidInputException($"{directory} is no folder; expected a model folder with {TokenizerFile}, or {VocabularyFile} and {ConfigFile}.");
        }

        var vocabularyPath = Path.Combine(directory, VocabularyFile);
        var tokenizerPath = Path.Combine(directory, TokenizerFile);
        var configPath = Path.Combine(directory, ConfigFile);
        var config = File.Exists(configPath) ? TokenizerConfig.Read(configPath) : null;

        if (File.Exists(tokenizerPath))
        {
            var settings = TokenizerJson.Read(tokenizerPath);
            if (File.Exists(vocabularyPath))
            {
                CheckSame(vocabularyPath, ReadVocabulary(vocabularyPath), tokenizerPath, settings.Vocabulary);
            }

            return config?.ApplyTo(settings) ?? settings;
        }

        if (!File.Exists(vocabularyPath))
        {
            throw new InvalidInputException($"{directory} has neither {TokenizerFile} nor {VocabularyFile}; one of them has to hold the model's vocabulary.");
        }

        if (config is null)
        {
            throw new InvalidInputException(
                $"{directory} has {VocabularyFile} but no {ConfigFile}, which says whether the model wants small letters (do_lower_case).");
        }

        var vocabulary = Vocabulary(vocabularyPath, ReadVocabulary(vocabularyPath));
        return config.ApplyTo(new TokenizerSettings(vocabulary, BertNormalization.For(lowercase: true)));
    }

    public static void Save(string directory, TokenizerSettings settings) => TokenizerWriter.Save(directory, settings);

    /// <summary>Makes a vocabulary of what a file holds, or says what is wrong with the file.</summary>
    public static WordPieceVocabulary Vocabulary(string path, IReadOnlyList<string> tokens)
    {
        for (var id = 0; id < tokens.Count; id++)
        {
            if (tokens[id].Length == 0 || tokens[id].AsSpan().IndexOfAny('\r', '\n') >= 0)
            {
                throw new InvalidInputException($"{path}: the token with id {id} is empty or holds a line break.");
            }
        }

        try
        {
            return new WordPieceVocabulary(tokens);
        }
        catch (ArgumentException exception)
        {
            var reason = exception.Message.Split(" (Parameter")[0];
            throw new InvalidInputException($"{path} is no WordPiece vocabulary: {reason}.", exception);
        }
    }

    /// <summary>Reads a file whose top is a JSON object.</summary>
    public static T ReadJson<T>(string path, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(ReadBytes(path));
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? read(document.RootElement)
                : throw new InvalidInputException($"{path} holds a JSON {document.RootElement.ValueKind}; expected an object.");
        }
        catch (JsonException exception)
        {
            throw new InvalidInputException(
                $"{path} is cut off or no JSON: the error is at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.", exception);
        }
        catch (InvalidOperationException exception)
        {
            // An element of another kind than it has to be, or a text that is no UTF-8.
            throw new InvalidInputException($"{path} is not laid out as a {Path.GetFileName(path)}: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    private static string[] ReadVocabulary(string path)
    {
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(ReadBytes(path)).TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal);
            return text.EndsWith('\n') ? text[..^1].Split('\n') : text.Split('\n');
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidInputException($"{path} is no vocabulary: it has invalid UTF-8 at byte {exception.Index}.", exception);
        }
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            return length <= MaxFileLength
                ? File.ReadAllBytes(path)
                : throw new InvalidInputException($"{path} has {length} bytes; expected a tokenizer's file of at most {MaxFileLength}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"Cannot read {path}: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    private static void CheckSame(string path, string[] tokens, string tokenizerPath, WordPieceVocabulary vocabulary)
    {
        // Tokens added later may stand in tokenizer.json only.
        var common = Math.Min(tokens.Length, vocabulary.Tokens.Count);
        for (var id = 0; id < common; id++)
        {
            if (tokens[id] != vocabulary.Tokens[id])
            {
                throw new InvalidInputException(
                    $"{path} and {Path.GetFileName(tokenizerPath)} contradict each other: token {id} is '{tokens[id]}' in one and '{vocabulary.Tokens[id]}' in the other.");
            }
        }

        if (tokens.Length != vocabulary.Tokens.Count)
        {
            throw new InvalidInputException(
                $"{path} has {tokens.Length} tokens where {Path.GetFileName(tokenizerPath)} has {vocabulary.Tokens.Count}; one of them is cut off or of another model.");
        }
    }
}
