using CsCheck;
using Heed.Pipelines.Tokenization;

namespace Heed.Pipelines.Tests.Tokenization;

public class WordPieceVocabularyTests
{
    [Fact]
    public void The_special_tokens_come_first()
    {
        Assert.Equal(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], SampleTokenizer.Vocabulary().Tokens.Take(5));
    }

    [Fact]
    public void The_commonest_pair_is_joined_first_and_ties_go_to_the_lower_ids()
    {
        // Pieces: a 5, b 6, ##a 7, ##b 8, ##c 9. (a ##b) is seen 5 times, (##b ##c) twice; then (ab ##c) twice.
        var vocabulary = WordPieceVocabulary.Learn(["ab ab ab abc abc ba"], 16);
        Assert.Equal(["a", "b", "c", "##a", "##b", "##c", "ab", "abc"], vocabulary.Tokens.Skip(5));

        // Both pairs are seen twice; a stands before x.
        Assert.Equal(["ab", "xy"], WordPieceVocabulary.Learn(["xy ab ab xy"], 16).Tokens.TakeLast(2));
    }

    [Fact]
    public void A_run_of_one_letter_is_counted_and_joined_from_the_left()
    {
        var vocabulary = WordPieceVocabulary.Learn(["aaaaa aaaaa"], 16);
        Assert.Equal(["a", "##a", "##aa", "aaa", "aaaaa"], vocabulary.Tokens.Skip(5));
    }

    [Fact]
    public void A_pair_below_the_least_frequency_is_not_joined()
    {
        var vocabulary = WordPieceVocabulary.Learn(["ab ab ab cd cd"], 40, minFrequency: 3);
        Assert.Contains("ab", vocabulary.Tokens);
        Assert.DoesNotContain("cd", vocabulary.Tokens);
    }

    [Fact]
    public void The_order_of_the_texts_makes_no_difference()
    {
        var forwards = WordPieceVocabulary.Learn(SampleTokenizer.Sentences, 100);
        var backwards = WordPieceVocabulary.Learn(SampleTokenizer.Sentences.Reverse(), 100);
        Assert.Equal(forwards.Tokens, backwards.Tokens);
    }

    [Fact]
    public void Only_the_commonest_characters_make_the_alphabet()
    {
        var vocabulary = WordPieceVocabulary.Learn(["aaa bb c aaa bb z"], 100, alphabetLimit: 2);
        Assert.Contains("a", vocabulary.Tokens);
        Assert.Contains("b", vocabulary.Tokens);
        Assert.DoesNotContain("c", vocabulary.Tokens);
    }

    [Fact]
    public void A_cased_vocabulary_keeps_capitals_and_accents()
    {
        var vocabulary = WordPieceVocabulary.Learn(["É É É"], 20, lowercase: false);
        Assert.Contains("É", vocabulary.Tokens);
        Assert.DoesNotContain("e", vocabulary.Tokens);
    }

    [Fact]
    public void No_text_at_all_gives_the_special_tokens_alone()
    {
        Assert.Equal(WordPieceVocabulary.SpecialTokens, WordPieceVocabulary.Learn([], 16).Tokens);
    }

    [Fact]
    public void The_size_is_never_exceeded_and_every_training_word_of_known_characters_is_cut_into_pieces()
    {
        Gen.Select(Texts, Gen.Int[16, 200], Gen.Bool).Sample((texts, size, lowercase) =>
        {
            var vocabulary = WordPieceVocabulary.Learn(texts, size, lowercase);
            Assert.InRange(vocabulary.Tokens.Count, 5, size);

            var tokenizer = TextTokenizer.Create(vocabulary, lowercase, maxLength: 512);
            foreach (var word in WordCounts.Of(texts, BertNormalization.For(lowercase)).Keys)
            {
                var known = word.EnumerateRunes().All(rune => vocabulary.IdOf(rune.ToString()) >= 0);
                Assert.Equal(known, !tokenizer.Encode(word, int.MaxValue).Tokens.Contains("[UNK]"));
            }
        }, iter: 300);
    }

    [Fact]
    public void A_vocabulary_with_a_token_twice_or_without_a_special_token_is_refused()
    {
        Assert.Contains("'x' stands twice", Assert.Throws<ArgumentException>(() => new WordPieceVocabulary([.. WordPieceVocabulary.SpecialTokens, "x", "x"])).Message);
        Assert.Contains("[UNK] is missing", Assert.Throws<ArgumentException>(() => new WordPieceVocabulary(["[PAD]", "[CLS]", "[SEP]", "[MASK]"])).Message);
    }

    /// <summary>Short texts over few characters, so that pairs repeat, with accents, ideographs, emoji and punctuation among them.</summary>
    private static Gen<string[]> Texts { get; } =
        Gen.OneOf("a", "b", "c", "A", "é", "ß", "가", "中", "😀", "!", "-", " ", " ", "\n", "\u0301", "\u200d")
            .Array[0, 40].Select(parts => string.Concat(parts)).Array[0, 20];
}
