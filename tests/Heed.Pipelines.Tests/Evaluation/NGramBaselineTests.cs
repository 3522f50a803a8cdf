using Heed.Pipelines.Evaluation;

namespace Heed.Pipelines.Tests.Evaluation;

public class NGramBaselineTests
{
    private static readonly string[] Texts =
    [
        "a good film", "a fine film", "good and fine", "a good story", "fine acting",
        "a bad film", "a dull film", "bad and dull", "a bad story", "dull acting",
        "what time is it", "what day is it", "what is the time", "which day is it", "the time and the day",
    ];

    private static readonly int[] Labels = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2];

    [Fact]
    public void Words_seen_with_one_class_predict_it()
    {
        var baseline = Train(Texts, Labels, 3);
        Assert.Equal(0, Best(baseline.Probabilities("good")));
        Assert.Equal(1, Best(baseline.Probabilities("Dull story!")));
        Assert.Equal(2, Best(baseline.Probabilities("what is it")));
    }

    [Fact]
    public void Order_counts_only_between_neighbours()
    {
        string[] texts = ["not good", "not good at all", "good", "good indeed", "not bad", "not bad at all", "bad", "bad indeed"];
        var baseline = Train([.. texts, .. texts], [0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0], 2);
        Assert.Equal(0, Best(baseline.Probabilities("it is not good")));
        Assert.Equal(1, Best(baseline.Probabilities("it is not bad")));
        Assert.Equal(baseline.Probabilities("xx good yy not zz"), baseline.Probabilities("uu not vv good ww"));
    }

    [Fact]
    public void Many_texts_give_what_each_gives_alone()
    {
        var baseline = Train(Texts, Labels, 3);
        Assert.Equal(Texts.SelectMany(baseline.Probabilities), baseline.Probabilities(Texts));
    }

    [Fact]
    public void Training_twice_gives_the_same_bits() =>
        Assert.Equal(Train(Texts, Labels, 3).Probabilities(Texts), Train(Texts, Labels, 3).Probabilities(Texts));

    [Fact]
    public void A_text_without_a_known_word_gets_a_distribution_too()
    {
        foreach (var text in new[] { "", "?!", "zebra" })
        {
            Assert.Equal(1, Train(Texts, Labels, 3).Probabilities(text).Sum(), 1e-5);
        }
    }

    [Fact]
    public void One_example_of_one_class_is_enough_to_train() =>
        Assert.Equal(1, Best(Train(["only"], [1], 3).Probabilities("only")));

    [Fact]
    public void Texts_without_words_leave_the_shares_of_the_classes() =>
        Assert.Equal(0.75f, Train(["", ".", "!", "?"], [0, 0, 1, 0], 2).Probabilities("film")[0], 1e-2f);

    [Fact]
    public void Labels_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Train(["a"], [2], 2));
        Assert.Throws<ArgumentException>(() => Train(["a"], [-1], 2));
        Assert.Throws<ArgumentException>(() => Train(["a", "b"], [0], 2));
        Assert.Throws<ArgumentException>(() => Train([], [], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Train(["a"], [0], 1));
    }

    [Fact]
    public void Cancelling_ends_the_training()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => NGramBaseline.Train(Texts, Labels, 3, source.Token));
    }

    private static NGramBaseline Train(string[] texts, int[] labels, int numClasses) =>
        NGramBaseline.Train(texts, labels, numClasses, TestContext.Current.CancellationToken);

    private static int Best(float[] probabilities) => Array.IndexOf(probabilities, probabilities.Max());
}
