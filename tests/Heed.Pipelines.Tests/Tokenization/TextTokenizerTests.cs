using System.Text;
using CsCheck;
using Heed.Pipelines.Tokenization;

namespace Heed.Pipelines.Tests.Tokenization;

public class TextTokenizerTests
{
    private readonly TextTokenizer tokenizer = SampleTokenizer.Create();

    [Fact]
    public void A_text_is_pieces_between_class_and_separator()
    {
        var encoded = tokenizer.Encode("The films!");
        Assert.Equal("[CLS] the film ##s ! [SEP]", string.Join(' ', encoded.Tokens));
        Assert.Equal(encoded.Tokens, encoded.Ids.Select(id => tokenizer.Vocabulary.Tokens[id]));
        Assert.Equal([-1, 0, 1, 1, 2, -1], encoded.Words);
        Assert.False(encoded.Truncated);
        Assert.Equal(6, encoded.FullLength);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t\r\n\u00A0\u3000")]
    [InlineData("\u0000\u200B\uFFFD\u0301")]
    [InlineData("\uD800")]
    public void A_text_without_words_is_class_and_separator(string text)
    {
        Assert.Equal([tokenizer.ClassId, tokenizer.SeparatorId], tokenizer.Encode(text).Ids);
        Assert.Equal(2, tokenizer.CountTokens(text));
    }

    [Theory]
    [InlineData("CAFÉ crème", "CAFÉ", "crème")]
    [InlineData("cafe\u0301 x", "cafe\u0301")]
    [InlineData("ca\u200Bfe\u0000 x", "ca\u200Bfe")]
    [InlineData("  cafe\t", "cafe")]
    public void A_span_is_the_word_as_it_was_written(string text, params string[] words)
    {
        var encoded = tokenizer.Encode(text);
        for (var word = 0; word < words.Length; word++)
        {
            var spans = encoded.Spans.Where((_, token) => encoded.Words[token] == word).ToArray();
            Assert.Equal(words[word], text[spans[0].Start..spans[^1].End]);
        }
    }

    [Fact]
    public void Spans_point_into_the_original_text_across_ideographs_emoji_and_syllables()
    {
        const string text = "new😀low 中文 가, Ünew";
        var vocabulary = new WordPieceVocabulary([.. WordPieceVocabulary.SpecialTokens, "new", "##😀", "##low", "中", "ᄀ", "##ᅡ", ",", "u", "##new"]);
        var encoded = TextTokenizer.Create(vocabulary, lowercase: true, maxLength: 64).Encode(text);
        Assert.Equal("new ##😀 ##low 中 [UNK] ᄀ ##ᅡ , u ##new", string.Join(' ', encoded.Tokens[1..^1]));
        Assert.Equal(
            ["new", "😀", "low", "中", "文", "가", "가", ",", "Ü", "new"],
            encoded.Spans[1..^1].Select(span => span.Of(text).ToString()));
        Assert.Equal([0, 0, 0, 1, 2, 3, 3, 4, 5, 5], encoded.Words[1..^1]);
    }

    [Fact]
    public void A_longer_text_loses_its_end_but_keeps_the_separator_and_says_so()
    {
        const string text = "the film was good, the film was not good";
        var full = tokenizer.Encode(text);
        var cut = tokenizer.Encode(text, maxLength: 5);
        Assert.Equal([.. full.Tokens.Take(4), "[SEP]"], cut.Tokens);
        Assert.True(cut.Truncated);
        Assert.Equal(full.FullLength, cut.FullLength);
        Assert.False(tokenizer.Encode(text, full.FullLength).Truncated);
        Assert.Equal([tokenizer.ClassId, tokenizer.SeparatorId], tokenizer.Encode(text, maxLength: 2).Ids);
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Encode(text, maxLength: 1));
    }

    [Fact]
    public void A_special_token_written_in_the_text_is_that_token_and_a_word_of_its_own()
    {
        const string text = "low[MASK]low [mask]";
        var encoded = tokenizer.Encode(text);
        Assert.Equal(tokenizer.MaskId, encoded.Ids[2]);
        Assert.Equal("[MASK]", encoded.Spans[2].Of(text));
        Assert.Equal("low", encoded.Spans[3].Of(text));
        Assert.Equal([0, 1, 2], encoded.Words[1..4]);
        Assert.Single(encoded.Ids, tokenizer.MaskId);
    }

    [Fact]
    public void Spans_words_and_counts_hold_together_for_any_text()
    {
        var characters = Gen.OneOf(
            Gen.OneOf("low", "new", "est", "É", "e\u0301", "가", "中", "😀", "[SEP]", "[", " ", "\u200d", "\uD83D", "!", "\u037E"), Gen.Char.Select(c => c.ToString()));
        Gen.Select(characters.Array[0, 40].Select(parts => string.Concat(parts)), Gen.Int[2, 30]).Sample((text, limit) =>
        {
            var full = tokenizer.Encode(text, int.MaxValue);
            var cut = tokenizer.Encode(text, limit);
            Assert.Equal(full.FullLength, full.Ids.Length);
            Assert.Equal(full.FullLength, tokenizer.CountTokens(text));
            Assert.Equal(Math.Min(limit, full.FullLength), cut.Ids.Length);
            Assert.Equal(full.Ids.Take(cut.Ids.Length - 1), cut.Ids.SkipLast(1));
            for (var token = 1; token < full.Ids.Length - 1; token++)
            {
                Assert.InRange(full.Spans[token].Length, 1, text.Length);
                Assert.InRange(full.Words[token] - full.Words[token - 1], 0, 1);
                var previousEnd = token == 1 ? 0 : full.Spans[token - 1].End;
                Assert.True(full.Spans[token].Start >= previousEnd || full.Spans[token] == full.Spans[token - 1]
                    || full.Spans[token].Start == full.Spans[token - 1].Start);
                Assert.InRange(full.Spans[token].End, previousEnd, text.Length);
            }
        });
    }

    [Fact]
    public void A_megabyte_without_a_space_is_one_unknown_word_and_a_megabyte_of_words_is_counted_in_full()
    {
        Assert.Equal(3, tokenizer.Encode(new string('e', 1 << 20)).FullLength);
        var words = string.Concat(Enumerable.Repeat("low ", 1 << 18));
        var encoded = tokenizer.Encode(words);
        Assert.Equal(64, encoded.Ids.Length);
        Assert.Equal((1 << 18) + 2, encoded.FullLength);
    }

    [Fact]
    public async Task Many_threads_get_what_one_thread_gets()
    {
        var texts = Enumerable.Range(0, 2000).Select(number => $"new{number % 97} lowest {number} Café{number % 13}").ToArray();
        var alone = texts.Select(text => tokenizer.Encode(text).Ids).ToArray();
        var shared = SampleTokenizer.Create();
        await Parallel.ForAsync(0, texts.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, (index, _) =>
        {
            Assert.Equal(alone[index], shared.Encode(texts[index]).Ids);
            return ValueTask.CompletedTask;
        });
    }

    [Fact]
    public void The_limit_of_a_word_counts_code_points()
    {
        var vocabulary = new WordPieceVocabulary([.. WordPieceVocabulary.SpecialTokens, "😀", "##😀"]);
        var emoji = TextTokenizer.Create(vocabulary, lowercase: true, maxLength: 512);
        Assert.Equal(102, emoji.Encode(Repeat("😀", 100)).Ids.Length);
        Assert.Equal("[UNK]", emoji.Encode(Repeat("😀", 101)).Tokens[1]);

        static string Repeat(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();
    }
}
