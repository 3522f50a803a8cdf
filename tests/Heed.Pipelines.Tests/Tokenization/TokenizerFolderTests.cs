using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Heed.Pipelines.Tokenization;

namespace Heed.Pipelines.Tests.Tokenization;

public sealed class TokenizerFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TextTokenizer tokenizer = SampleTokenizer.Create();

    public TokenizerFolderTests() => tokenizer.Save(folder.Path);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("vocab.txt")]
    [InlineData("tokenizer.json")]
    [InlineData("tokenizer_config.json")]
    [InlineData("special_tokens_map.json")]
    public void What_was_saved_loads_and_encodes_the_same_even_without_one_of_its_files(string missing)
    {
        if (missing.Length > 0)
        {
            File.Delete(folder.File(missing));
        }

        var loaded = TextTokenizer.Load(folder.Path);
        Assert.Equal(tokenizer.Vocabulary.Tokens, loaded.Vocabulary.Tokens);
        Assert.Equal(missing == "tokenizer_config.json" ? int.MaxValue : 64, loaded.MaxLength);
        foreach (var text in SampleTokenizer.Sentences)
        {
            Assert.Equal(tokenizer.Encode(text, 64).Ids, loaded.Encode(text, 64).Ids);
        }
    }

    [Fact]
    public void Saving_what_was_loaded_gives_the_same_bytes()
    {
        using var copy = new TemporaryFolder();
        TextTokenizer.Load(folder.Path).Save(copy.Path);
        Assert.Equal(["special_tokens_map.json", "tokenizer.json", "tokenizer_config.json", "vocab.txt"], copy.Names);
        Assert.All(copy.Names, name => Assert.Equal(File.ReadAllBytes(folder.File(name)), File.ReadAllBytes(copy.File(name))));
    }

    [Fact]
    public void Tokenizer_json_has_the_layout_of_the_tokenizers_library()
    {
        var json = JsonNode.Parse(File.ReadAllText(folder.File("tokenizer.json")))!.AsObject();
        Assert.Equal(
            ["version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer", "post_processor", "decoder", "model"],
            json.Select(part => part.Key));
        Assert.Equal(
            """{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true}""",
            json["normalizer"]!.ToJsonString());
        Assert.Equal(
            """[{"SpecialToken":{"id":"[CLS]","type_id":0}},{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"[SEP]","type_id":0}}]""",
            json["post_processor"]!["single"]!.ToJsonString());
        Assert.Equal(
            """{"[CLS]":{"id":"[CLS]","ids":[2],"tokens":["[CLS]"]},"[SEP]":{"id":"[SEP]","ids":[3],"tokens":["[SEP]"]}}""",
            json["post_processor"]!["special_tokens"]!.ToJsonString());
        Assert.Equal(
            """{"id":4,"content":"[MASK]","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true}""",
            json["added_tokens"]![4]!.ToJsonString());
        Assert.Equal(tokenizer.VocabularySize, json["model"]!["vocab"]!.AsObject().Count);
        Assert.Equal(100, json["model"]!["max_input_chars_per_word"]!.GetValue<int>());
    }

    [Fact]
    public void Beside_a_modern_bert_the_general_class_opens_the_files_and_asks_for_no_token_types()
    {
        TextTokenizer.Create(tokenizer.Vocabulary, lowercase: true, 64, "PreTrainedTokenizerFast").Save(folder.Path);
        var config = JsonNode.Parse(File.ReadAllText(folder.File("tokenizer_config.json")))!;
        Assert.Equal("PreTrainedTokenizerFast", config["tokenizer_class"]!.GetValue<string>());
        Assert.Equal("""["input_ids","attention_mask"]""", config["model_input_names"]!.ToJsonString());
        Assert.Equal(tokenizer.Encode("Café").Ids, TextTokenizer.Load(folder.Path).Encode("Café").Ids);
    }

    [Fact]
    public void The_config_of_a_bert_tokenizer_overrules_tokenizer_json_as_in_transformers()
    {
        Change("tokenizer_config.json", json => json["do_lower_case"] = false);
        var loaded = TextTokenizer.Load(folder.Path);
        Assert.False(loaded.Lowercase);
        Assert.Equal("[UNK]", loaded.Encode("Café").Tokens[1]);
    }

    [Fact]
    public void A_model_without_a_limit_says_so_with_a_huge_number()
    {
        Change("tokenizer_config.json", json => json["model_max_length"] = 1e30);
        Assert.Equal(int.MaxValue, TextTokenizer.Load(folder.Path).MaxLength);
    }

    [Fact]
    public void An_added_token_is_found_in_raw_text()
    {
        var id = tokenizer.VocabularySize;
        Change("tokenizer.json", json => json["added_tokens"]!.AsArray().Add(new JsonObject { ["id"] = id, ["content"] = "<User>", ["special"] = true, ["normalized"] = false }));
        File.Delete(folder.File("vocab.txt"));
        Assert.Equal(id, TextTokenizer.Load(folder.Path).Encode("low<User>").Ids[2]);
    }

    [Theory]
    [InlineData("normalizer", "\"type\": \"NFC\"")]
    [InlineData("model", "\"type\": \"BPE\"")]
    [InlineData("pre_tokenizer", "\"type\": \"ByteLevel\"")]
    public void A_tokenizer_of_another_kind_is_refused_by_name(string part, string content)
    {
        Change("tokenizer.json", json => json[part] = JsonNode.Parse("{" + content + "}"));
        Fails("tokenizer.json", part, "expected");
    }

    [Fact]
    public void Neither_vocabulary_is_refused()
    {
        File.Delete(folder.File("vocab.txt"));
        File.Delete(folder.File("tokenizer.json"));
        Fails(folder.Path, "neither tokenizer.json nor vocab.txt");
    }

    [Fact]
    public void A_vocabulary_without_a_config_is_refused()
    {
        File.Delete(folder.File("tokenizer_config.json"));
        File.Delete(folder.File("tokenizer.json"));
        Fails("vocab.txt", "no tokenizer_config.json", "do_lower_case");
    }

    [Fact]
    public void A_folder_that_is_none_is_refused()
    {
        var exception = Assert.Throws<InvalidInputException>(() => TextTokenizer.Load(folder.File("nowhere")));
        Assert.Contains("nowhere is no folder", exception.Message);
    }

    [Fact]
    public void A_vocabulary_that_was_cut_off_contradicts_tokenizer_json()
    {
        var lines = File.ReadAllLines(folder.File("vocab.txt"));
        File.WriteAllLines(folder.File("vocab.txt"), lines[..^3]);
        Fails("vocab.txt", $"has {lines.Length - 3} tokens where tokenizer.json has {lines.Length}");

        File.Delete(folder.File("tokenizer.json"));
        File.WriteAllLines(folder.File("vocab.txt"), lines[..3]);
        Fails("vocab.txt", "[SEP] is missing");
    }

    [Fact]
    public void A_vocabulary_with_a_token_twice_is_refused()
    {
        File.Delete(folder.File("tokenizer.json"));
        File.AppendAllText(folder.File("vocab.txt"), "low\nlow\n");
        Fails("vocab.txt", "stands twice");
    }

    [Theory]
    [InlineData("tokenizer.json")]
    [InlineData("tokenizer_config.json")]
    public void Json_cut_off_anywhere_is_refused_with_its_name(string name)
    {
        var bytes = File.ReadAllBytes(folder.File(name));
        foreach (var length in new[] { 0, 1, 10, bytes.Length / 2, bytes.Length - 3 })
        {
            File.WriteAllBytes(folder.File(name), bytes[..length]);
            Fails(name, "cut off or no JSON");
        }
    }

    [Fact]
    public void Any_change_of_a_byte_loads_or_is_refused_in_words()
    {
        var originals = folder.Names.ToDictionary(name => name, name => File.ReadAllBytes(folder.File(name)));
        Gen.Select(Gen.OneOf(folder.Names), Gen.Int[0, int.MaxValue], Gen.Byte).Sample((name, place, value) =>
        {
            var bytes = (byte[])originals[name].Clone();
            bytes[place % bytes.Length] = value;
            File.WriteAllBytes(folder.File(name), bytes);
            try
            {
                TextTokenizer.Load(folder.Path).Encode("the film");
            }
            catch (InvalidInputException)
            {
            }

            File.WriteAllBytes(folder.File(name), originals[name]);
        }, iter: 500, threads: 1);
    }

    private void Change(string name, Action<JsonNode> change)
    {
        var json = JsonNode.Parse(File.ReadAllText(folder.File(name)))!;
        change(json);
        File.WriteAllText(folder.File(name), json.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }

    private void Fails(params string[] parts)
    {
        var message = Assert.Throws<InvalidInputException>(() => TextTokenizer.Load(folder.Path)).Message;
        Assert.All(parts, part => Assert.Contains(part, message));
    }
}
