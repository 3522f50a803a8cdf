using System.Text.Json;
using Heed.Pipelines.Tokenization;

namespace Heed.Pipelines.Tests.Tokenization;

public class HuggingFaceParityTests
{
    [Fact]
    public void Tokens_and_ids_are_those_of_hugging_face_for_every_recorded_text()
    {
        var tokenizer = BertBaseUncased();
        using var fixtures = JsonDocument.Parse(File.ReadAllBytes(Repository.Shared("data", "tokenizers", "fixtures", "bert.json")));
        var cases = fixtures.RootElement.GetProperty("Xenova/bert-base-uncased").EnumerateObject().ToArray();
        Assert.True(cases.Length >= 30);
        foreach (var example in cases.Where(example => !example.Value.TryGetProperty("text_pair", out _)))
        {
            var encoded = tokenizer.Encode(example.Value.GetProperty("text").GetString()!);
            var tokens = example.Value.GetProperty("tokens").EnumerateArray().Select(token => token.GetString()!);
            var ids = example.Value.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32());

            // Recorded tokens come without [CLS] and [SEP], recorded ids with them.
            Assert.Equal(["[CLS]", .. tokens, "[SEP]"], encoded.Tokens);
            Assert.Equal(ids, encoded.Ids);
        }
    }

    // What Hugging Face's tokenizers 0.23 gives for bert-base-uncased.
    [Theory]
    [InlineData("Café", "cafe")]
    [InlineData("ﬁne ½ £5 x²", "ﬁ ##ne ½ £5 x ##²")]
    [InlineData("İstanbul", "istanbul")]
    [InlineData("가각", "ᄀ ##ᅡ ##ᄀ ##ᅡ ##ᆨ")]
    [InlineData("g\uAC00\uFFFD\u0301\u0301c", "g ##ᄀ ##ᅡ ##c")]
    [InlineData("a≠b\u037Ec", "a = b ; c")]
    [InlineData("ΣΊΣΥΦΟΣ", "σ ##ι ##σ ##υ ##φ ##ο ##σ")]
    [InlineData("x[MASK]y [SEP] [mask]", "x [MASK] y [SEP] [ mask ]")]
    [InlineData("か\u3099ー", "か ##ー")]
    [InlineData("zero\u200Bwidth\u00ADsoft", "zero ##wi ##dt ##hs ##oft")]
    [InlineData("tab\u000Bline\u0085end", "tab ##line ##end")]
    public void Hard_characters_are_treated_as_hugging_face_treats_them(string text, string tokens) =>
        Assert.Equal(["[CLS]", .. tokens.Split(' '), "[SEP]"], BertBaseUncased().Encode(text).Tokens);

    [Theory]
    [InlineData("a", 100, 52)]
    [InlineData("a", 101, 3)]
    [InlineData("é", 100, 52)]
    [InlineData("é", 101, 3)]
    [InlineData("e\u0301", 100, 52)]
    [InlineData("😀", 100, 3)]
    public void A_word_of_more_than_a_hundred_characters_is_unknown(string letter, int repeated, int tokens) =>
        Assert.Equal(tokens, BertBaseUncased().Encode(string.Concat(Enumerable.Repeat(letter, repeated))).FullLength);

    private static TextTokenizer BertBaseUncased()
    {
        var path = Repository.Shared("data", "tokenizers", "bert-base-uncased", "vocab.txt");
        return TextTokenizer.Create(new WordPieceVocabulary(File.ReadAllLines(path)), lowercase: true, maxLength: 512);
    }
}
