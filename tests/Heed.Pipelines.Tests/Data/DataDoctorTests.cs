using CsCheck;
using Heed.Pipelines.Data;

namespace Heed.Pipelines.Tests.Data;

public class DataDoctorTests
{
    [Fact]
    public void Splits_are_counted_with_labels_and_lengths_in_words()
    {
        var report = DataDoctor.Examine(Examples("one|x", "two words|x", "don't|y", "a b c d|x"));
        var split = Assert.Single(report.Splits);
        Assert.Equal(("training", 4L), (split.Name, split.Examples));
        Assert.Equal([new("x", 3, 0.75), new("y", 1, 0.25)], split.Labels);
        Assert.Equal(new LengthSummary("words", 1, 2, 2.5, 4, 4, 4, 0), split.Lengths);
        Assert.False(report.HasErrors);
    }

    [Fact]
    public void Percentiles_are_by_nearest_rank_and_lengths_are_the_tokenizers()
    {
        var examples = Enumerable.Range(1, 100).Select(number => new TextExample(new string('x', number), "x", number));
        var lengths = DataDoctor.Examine(examples, tokenCount: text => text.Length, maxLength: 97).Splits[0].Lengths;
        Assert.Equal(new LengthSummary("tokens", 1, 50, 50.5, 90, 99, 100, 3), lengths);
    }

    [Fact]
    public void What_would_be_truncated_is_told_with_examples()
    {
        var few = Finding(DataDoctor.Examine(Many(1, "a b c d e f|x", "a|y"), maxLength: 5), FindingKind.Truncation);
        Assert.Contains("1 of 101 training texts (1 %) is longer than 5 words and will lose its end; the longest has 6.", few.Message);
        Assert.Equal(FindingSeverity.Information, few.Severity);
        Assert.Equal(new DataPlace("training", 1, "x", "a b c d e f"), Assert.Single(few.Places));

        var many = Finding(DataDoctor.Examine(Many(10, "a b c d e f|x", "a|y"), maxLength: 5), FindingKind.Truncation);
        Assert.Equal(FindingSeverity.Warning, many.Severity);
        Assert.Equal(3, many.Places.Count);
    }

    [Fact]
    public void Texts_that_are_empty_or_white_space_are_told_and_never_count_as_duplicates()
    {
        var report = DataDoctor.Examine(Examples("|x", " \t\n|y", "full|x"));
        Assert.Contains("2 of 3 training texts are empty.", Finding(report, FindingKind.EmptyText).Message);
        Assert.DoesNotContain(report.Findings, finding => finding.Kind == FindingKind.Duplicate);
        Assert.Equal(FindingSeverity.Error, Finding(DataDoctor.Examine(Examples("|x", " |y")), FindingKind.EmptyText).Severity);
    }

    [Fact]
    public void A_text_repeated_in_other_case_or_spacing_is_a_duplicate_and_one_with_two_labels_a_contradiction()
    {
        var report = DataDoctor.Examine(Examples("One  two|x", " one TWO\n|x", "one two|y", "onetwo|x", "three|y"));
        var duplicates = Finding(report, FindingKind.Duplicate);
        Assert.Contains("2 of 5 training texts (40 %) repeat an earlier one", duplicates.Message);
        Assert.Equal([1L, 2, 1, 3], duplicates.Places.Select(place => place.Line));
        var contradiction = Finding(report, FindingKind.Contradiction);
        Assert.Contains("1 text of the training data stands there with different labels", contradiction.Message);
        Assert.Equal([(1L, "x"), (3L, "y")], contradiction.Places.Select(place => (place.Line, place.Label)));
    }

    [Fact]
    public void Texts_in_two_splits_are_told_with_their_places_in_both()
    {
        var overlap = Finding(
            DataDoctor.Examine(Examples("a|x", "b|y", "c|x"), Examples("new|x", "B|y", "b |x", "c|y")), FindingKind.Overlap);
        Assert.Equal(FindingSeverity.Warning, overlap.Severity);
        Assert.Contains("2 texts stand in both training and validation (3 of 4 validation rows, 1 of them with another label)", overlap.Message);
        Assert.Equal([("training", 2L), ("validation", 2L), ("training", 3L), ("validation", 4L)], overlap.Places.Select(place => (place.Split, place.Line)));
    }

    [Fact]
    public void Every_pair_of_splits_is_compared()
    {
        var report = DataDoctor.Examine([("train", Examples("a|x", "b|y")), ("dev", Examples("c|x", "d|y")), ("test", Examples("c|x", "a|y"))]);
        Assert.Equal(
            ["1 text stands in both train and test (1 of 2 test rows, 1 of them with another label), which makes scores on test look better than they are.", "1 text stands in both dev and test (1 of 2 test rows), which makes scores on test look better than they are."],
            report.Findings.Where(finding => finding.Kind == FindingKind.Overlap).Select(finding => finding.Message));
    }

    [Fact]
    public void No_examples_one_class_and_an_unseen_label_are_errors()
    {
        Assert.Equal("The training data has no examples.", Error(DataDoctor.Examine(Examples()), FindingKind.NoExamples));
        Assert.Equal("All 2 training texts have the label 'x'; a classifier needs at least two.", Error(DataDoctor.Examine(Examples("a|x", "b|x")), FindingKind.OneClass));
        var unseen = DataDoctor.Examine(Examples("a|x", "b|y"), Examples("c|z", "d|x", "e|w"));
        Assert.Equal("The validation data has 2 labels that the training data lacks: 'w', 'z'.", Error(unseen, FindingKind.UnseenLabel));
        Assert.Equal([3L, 1L], Finding(unseen, FindingKind.UnseenLabel).Places.Select(place => place.Line));

        static string Error(DataReport report, FindingKind kind)
        {
            Assert.True(report.HasErrors);
            Assert.Equal(FindingSeverity.Error, report.Findings[0].Severity);
            return Finding(report, kind).Message;
        }
    }

    [Fact]
    public void Rare_and_look_alike_labels_and_imbalance_are_told()
    {
        var report = DataDoctor.Examine([.. Many(900, "a|x"), .. Many(6, "b|y", "z|X")]);
        var rare = Finding(report, FindingKind.RareLabel);
        Assert.Contains("A label has fewer than 5 examples or less than 1 %", rare.Message);
        Assert.Contains("'y' (6)", rare.Message);
        Assert.Contains("The labels 'x' and 'X' differ in letter case only", Finding(report, FindingKind.SimilarLabels).Message);
        var imbalance = Finding(report, FindingKind.Imbalance);
        Assert.Equal(FindingSeverity.Warning, imbalance.Severity);
        Assert.Contains("Always answering 'x' would be right for 89.5 %", imbalance.Message);
        Assert.Contains("150 times", imbalance.Message);
        var even = Finding(DataDoctor.Examine(Examples("a|x", "b|y")), FindingKind.Imbalance);
        Assert.Equal(FindingSeverity.Information, even.Severity);
        Assert.EndsWith("; all 2 labels have as many examples.", even.Message);
    }

    [Fact]
    public void Excerpts_are_one_line_and_never_half_a_character()
    {
        var place = Finding(DataDoctor.Examine([new TextExample(new string('a', 78) + "\n😀 and more", "x", 7)]), FindingKind.OneClass).Places[0];
        Assert.Equal(new string('a', 78) + " …", place.Excerpt);
        Assert.Equal(7, place.Line);
    }

    [Fact]
    public void Fingerprints_agree_with_comparing_folded_texts()
    {
        var text = Gen.OneOf("a", "A", "b", " ", "\n", "  ", "é", "É").Array[0, 6].Select(parts => string.Concat(parts));
        Gen.Select(text, text).Sample((a, b) => (TextFingerprint.Of(a) == TextFingerprint.Of(b)) == (Folded(a) == Folded(b)));

        static string Folded(string value) => string.Join(' ', value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
    }

    [Fact]
    public void The_eight_texts_that_ag_news_has_in_both_splits_are_found()
    {
        var training = TextData.Read(Repository.Shared("data", "text", "ag-news", "train.csv"));
        var test = TextData.Read(Repository.Shared("data", "text", "ag-news", "test.csv"));
        var overlap = Finding(DataDoctor.Examine([("training", training), ("test", test)]), FindingKind.Overlap);
        Assert.Contains("8 texts stand in both training and test (9 of 7,600 test rows, 2 of them with another label)", overlap.Message);
        Assert.Equal(6, overlap.Places.Count);
    }

    private static DataFinding Finding(DataReport report, FindingKind kind) => Assert.Single(report.Findings, finding => finding.Kind == kind);

    /// <summary>Examples from "text|label".</summary>
    private static TextExample[] Examples(params string[] rows) =>
        [.. rows.Select((row, index) => new TextExample(row.Split('|')[0], row.Split('|')[1], index + 1))];

    /// <summary>So many times the first, and a hundred of the second if there is one; each with another text.</summary>
    private static TextExample[] Many(int count, string first, string? second = null) =>
        Examples([.. Enumerable.Repeat(first, count), .. second is null ? [] : Enumerable.Repeat(second, 100)]);
}
