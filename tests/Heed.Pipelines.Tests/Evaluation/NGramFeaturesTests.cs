using Heed.Pipelines.Evaluation;

namespace Heed.Pipelines.Tests.Evaluation;

public class NGramFeaturesTests
{
    [Fact]
    public void Words_are_runs_of_letters_and_digits_in_lower_case()
    {
        List<string> words = [];
        foreach (var word in new WordEnumerator("Café-Bar, it's OPEN_24/7 …", stackalloc char[16]))
        {
            words.Add(word.ToString());
        }

        Assert.Equal(["café", "bar", "it", "s", "open_24", "7"], words);
    }

    [Fact]
    public void Of_a_word_longer_than_the_buffer_the_beginning_is_taken()
    {
        List<string> words = [];
        foreach (var word in new WordEnumerator("abcdefgh ij", stackalloc char[4]))
        {
            words.Add(word.ToString());
        }

        Assert.Equal(["abcd", "ij"], words);
    }

    [Fact]
    public void Weights_follow_the_equation()
    {
        var (features, _) = NGramFeatures.Learn(["a b a", "b c"], int.MaxValue, TestContext.Current.CancellationToken);

        // Known terms of "a a b": a twice, b once, "a b" once ("a a" was never seen). df: a 1, b 2, "a b" 1, of n = 2.
        var (columns, values) = features.Row("a a b");
        var rare = Math.Log(3.0 / 2) + 1;
        double[] expected = [(1 + Math.Log(2)) * rare, 1.0, rare];
        var norm = Math.Sqrt(expected.Sum(x => x * x));

        Assert.Equal(["a", "b", "a b"], columns.Select(column => Name(features, column)));
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i] / norm, values[i], 1e-6);
        }
    }

    [Fact]
    public void A_training_text_gives_the_row_it_gave_in_training()
    {
        string[] texts = ["the film is good", "the film is not good", "", "bad bad bad film"];
        var (features, rows) = NGramFeatures.Learn(texts, int.MaxValue, TestContext.Current.CancellationToken);
        for (var i = 0; i < texts.Length; i++)
        {
            var (columns, values) = features.Row(texts[i]);
            Assert.Equal(rows.ColumnsOf(i).ToArray(), columns);
            Assert.Equal(rows.ValuesOf(i).ToArray(), values);
        }
    }

    [Fact]
    public void A_limit_keeps_the_terms_that_most_texts_contain()
    {
        string[] texts = ["x a", "a b", "b a", "b c"];
        var (features, rows) = NGramFeatures.Learn(texts, 2, TestContext.Current.CancellationToken);
        Assert.Equal(["a", "b"], Enumerable.Range(0, features.Terms.Length).Select(column => Name(features, column)));
        Assert.Equal(1, rows.ColumnsOf(0).Length);
    }

    [Fact]
    public void An_unknown_word_separates_its_neighbours()
    {
        var (features, _) = NGramFeatures.Learn(["good film"], int.MaxValue, TestContext.Current.CancellationToken);
        var (columns, _) = features.Row("good old film");
        Assert.Equal(["good", "film"], columns.Select(column => Name(features, column)));
    }

    private static string Name(NGramFeatures features, int column)
    {
        var (first, second) = features.Terms[column];
        return first == Term.None ? features.Words[second] : $"{features.Words[first]} {features.Words[second]}";
    }
}
