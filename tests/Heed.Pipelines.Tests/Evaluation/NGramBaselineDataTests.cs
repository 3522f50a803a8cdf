using Heed.Pipelines.Evaluation;

namespace Heed.Pipelines.Tests.Evaluation;

/// <summary>
/// On real data the baseline is as good as scikit-learn's tf-idf of 1- and 2-grams with logistic regression: 81.9 % on
/// SST-2 sentences.
/// </summary>
public class NGramBaselineDataTests
{
    [Fact]
    public void Sst2_sentences_reach_the_known_accuracy() =>
        Assert.InRange(Accuracy(ReadTsv("sst2", "train.tsv"), ReadTsv("sst2", "test.tsv")), 0.814, 0.85);

    private static double Accuracy(List<(string Text, string Label)> train, List<(string Text, string Label)> test)
    {
        List<string> names = [.. train.Select(example => example.Label).Distinct().Order(StringComparer.Ordinal)];
        var baseline = NGramBaseline.Train(
            [.. train.Select(example => example.Text)],
            [.. train.Select(example => names.IndexOf(example.Label))],
            names.Count,
            TestContext.Current.CancellationToken);
        var probabilities = baseline.Probabilities([.. test.Select(example => example.Text)]);
        var right = probabilities.Chunk(names.Count).Zip(test).Count(pair => names[Array.IndexOf(pair.First, pair.First.Max())] == pair.Second.Label);
        return (double)right / test.Count;
    }

    private static List<(string Text, string Label)> ReadTsv(params ReadOnlySpan<string> path) =>
        [.. File.ReadLines(Repository.Shared(["data", "text", .. path])).Skip(1).Select(line => line.Split('\t')).Select(parts => (parts[0], parts[1]))];
}
