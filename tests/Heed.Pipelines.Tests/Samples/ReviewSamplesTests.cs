using System.Text.RegularExpressions;
using Heed.Pipelines.Data;
using Heed.Pipelines.Evaluation;
using Heed.Pipelines.Samples;

namespace Heed.Pipelines.Tests.Samples;

public partial class ReviewSamplesTests
{
    private static readonly ReviewSet Set = ReviewSamples.Generate();

    // What turns the label, each as often as it is said.
    private static readonly string[] Turns =
    [
        "i doubt", "they are wrong", "nobody believes", "nobody could call", @"not \w+ at all", "far from", "anything but", "hardly",
        "without any", "never really", "not what i got", "no, it is not", "not for a minute", "in other hands", "no longer",
        "do not believe", "not a trace", "would be a lie", "but it is not",
    ];

    private static Dictionary<string, int> Polarity { get; } = new[]
        {
            ReviewDomain.Screen.Adjectives, ReviewDomain.Product.Adjectives, PolarWords.Nouns, PolarWords.Qualities, PolarWords.PastVerbs,
        }
        .SelectMany(words => words.Positive.Select(word => (word, 1)).Concat(words.Negative.Select(word => (word, -1))))
        .Distinct()
        .ToDictionary();

    private static IEnumerable<IReadOnlyList<TextExample>> Splits => [Set.Train, Set.Validation, Set.Test];

    private static IEnumerable<TextExample> All => Splits.SelectMany(split => split);

    [Fact]
    public void The_same_seed_writes_the_same_reviews_and_another_one_others()
    {
        var again = ReviewSamples.Generate();
        Assert.Equal(Set.Train, again.Train);
        Assert.Equal(Set.Validation, again.Validation);
        Assert.Equal(Set.Test, again.Test);
        Assert.NotEqual(Set.Train.Select(example => example.Text), ReviewSamples.Generate(43).Train.Select(example => example.Text));
    }

    [Fact]
    public void No_text_comes_twice_so_none_has_both_labels_and_none_of_test_is_in_training()
    {
        var texts = All.Concat(ReviewSamples.Showcase).Select(example => example.Text).ToList();
        Assert.Equal(texts.Count, texts.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Both_classes_are_equally_large()
    {
        foreach (var split in Splits)
        {
            Assert.InRange(split.Count(IsPositive) / (double)split.Count, 0.49, 0.51);
        }
    }

    [Fact]
    public void Lines_count_from_one() => Assert.Equal(Enumerable.Range(1, Set.Test.Count).Select(i => (long)i), Set.Test.Select(example => example.Line));

    [Fact]
    public void Reviews_are_sentences_of_moderate_length()
    {
        Assert.All(All, example => Assert.Matches("^[A-Z][A-Za-z,;?. ]+\\.$", example.Text));
        Assert.All(All, example => Assert.InRange(example.Text.Split(' ').Length, 4, 25));
        Assert.All(All, example => Assert.DoesNotMatch(@"\b[Aa] [aeio]|\b[Aa]n [^aeiou]|[{}]|  ", example.Text));
    }

    [Fact]
    public void The_baseline_stays_below_80_percent_on_what_was_held_out()
    {
        var baseline = NGramBaseline.Train(
            [.. Set.Train.Select(example => example.Text)],
            [.. Set.Train.Select(example => IsPositive(example) ? 1 : 0)],
            2,
            TestContext.Current.CancellationToken);
        var right = Set.Test.Count(example => baseline.Probabilities(example.Text)[1] > 0.5 == IsPositive(example));
        Assert.InRange(right / (double)Set.Test.Count, 0.4, 0.7);
    }

    [Fact]
    public void Every_cue_is_as_often_in_positive_as_in_negative_reviews()
    {
        string[] cues =
        [
            "not", "never", "nobody", "hardly", "far", "without", "anything", "nothing", "but", "although", "despite", "wrong", "right",
            "doubt", "call", "believe", "deny", "expected", "only", "no", "even", "more", "less",
        ];
        var words = Set.Train.WithWords();
        Assert.All(cues, cue =>
        {
            var with = words.Where(pair => pair.Words.Contains(cue)).ToList();
            Assert.InRange(with.Count, 30, Set.Train.Count);
            Assert.InRange(with.Count(pair => IsPositive(pair.Example)) / (double)with.Count, 0.45, 0.55);
        });
    }

    [Fact]
    public void Every_polar_word_leans_to_its_own_label_but_little()
    {
        var words = Set.Train.WithWords();
        Assert.All(Polarity, word =>
        {
            var with = words.Where(pair => pair.Words.Contains(word.Key)).ToList();
            Assert.InRange(with.Count, 15, Set.Train.Count);
            Assert.InRange(with.Count(pair => IsPositive(pair.Example) == word.Value > 0) / (double)with.Count, 0.5, 0.76);
        });
    }

    [Fact]
    public void Reviews_with_words_of_one_polarity_are_labelled_by_it_and_the_number_of_turns()
    {
        string[] parts = [.. ReviewDomain.Screen.Parts, .. ReviewDomain.Screen.HeldOutParts, .. ReviewDomain.Product.Parts, .. ReviewDomain.Product.HeldOutParts];
        var read = 0;
        foreach (var (example, words) in All.Concat(ReviewSamples.Showcase).WithWords())
        {
            var polarities = words.Where(Polarity.ContainsKey).Select(word => Polarity[word]).Distinct().ToList();
            Assert.NotEmpty(polarities);
            if (polarities.Count == 1 && !words.Overlaps(parts))
            {
                var turns = Turns.Sum(turn => Regex.Count(example.Text.ToLowerInvariant(), $@"\b{turn}\b"));
                Assert.True(IsPositive(example) == (polarities[0] > 0 == (turns % 2 == 0)), example.ToString());
                read++;
            }
        }

        Assert.InRange(read, 4000, 7600);
    }

    [Fact]
    public void Test_reviews_bring_topics_and_pairs_of_word_and_construction_that_training_lacks()
    {
        string[] topics = [.. ReviewDomain.Screen.HeldOutTopics, .. ReviewDomain.Product.HeldOutTopics];
        Assert.DoesNotContain(Set.Train.Concat(Set.Validation).WithWords(), pair => pair.Words.Overlaps(topics));
        Assert.InRange(Set.Test.WithWords().Count(pair => pair.Words.Overlaps(topics)), Set.Test.Count / 3, Set.Test.Count * 2 / 3);

        var trained = FarFrom(Set.Train);
        var tested = FarFrom(Set.Test);
        Assert.NotEmpty(tested);
        Assert.Empty(trained.Intersect(tested));
    }

    [Fact]
    public void Polar_words_never_seen_in_training_are_not_tested() =>
        Assert.Subset(
            Set.Train.WithWords().SelectMany(pair => pair.Words).Where(Polarity.ContainsKey).ToHashSet(),
            Set.Test.WithWords().SelectMany(pair => pair.Words).Where(Polarity.ContainsKey).ToHashSet());

    private static HashSet<string> FarFrom(IEnumerable<TextExample> examples) =>
        [.. examples.Select(example => FarFromStatement().Match(example.Text)).Where(match => match.Success).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"^The \w+ is far from (\w+)\.$")]
    private static partial Regex FarFromStatement();

    private static bool IsPositive(TextExample example) => example.Label == ReviewSamples.Positive;
}

file static class ReviewExtensions
{
    public static List<(TextExample Example, HashSet<string> Words)> WithWords(this IEnumerable<TextExample> examples) =>
        [.. examples.Select(example => (example, Words(example.Text)))];

    private static HashSet<string> Words(string text) =>
        [.. text.ToLowerInvariant().Split([' ', ',', ';', '.', '?'], StringSplitOptions.RemoveEmptyEntries)];
}
