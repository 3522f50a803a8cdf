using Heed.Cli.Rendering;
using Heed.Figures;
using Heed.Pipelines.Classification;
using Heed.Pipelines.Evaluation;
using Heed.Training;
using Spectre.Console;

namespace Heed.Cli.Tests.Rendering;

public sealed class ViewTests
{
    [Fact]
    public void A_loss_curve_falls_from_the_upper_left_to_the_lower_right() =>
        Match("loss-curve.txt", console => LossCurve.Write(console, [.. Enumerable.Range(0, 500).Select(i => 0.2 + Math.Exp(-i / 80.0))]));

    [Fact]
    public void A_confusion_matrix_is_shaded_by_the_share_of_its_row() =>
        Match("confusion.txt", console => ConfusionView.Write(console, ["negative", "neutral", "positive"], [[90, 8, 2], [25, 50, 25], [0, 1, 1200]], Subject.Text));

    [Fact]
    public void Of_many_classes_only_the_largest_confusions_are_shown() =>
        Match("confusions.txt", console => ConfusionView.Write(
            console,
            [.. Enumerable.Range(0, 12).Select(i => $"class {i}")],
            [.. Enumerable.Range(0, 12).Select(i => Enumerable.Range(0, 12).Select(j => i == j ? 50 : (i * j) % 7 == 6 ? i : 0).ToArray())], Subject.Picture));

    [Fact]
    public void A_confusion_matrix_fits_a_narrow_terminal_by_cutting_the_names_above_its_columns()
    {
        using var writer = new StringWriter();
        string[] names = [.. Enumerable.Range(0, 10).Select(i => $"automobile {i}")];

        ConfusionView.Write(Terminal.Plain(writer, width: 80), names, [.. names.Select(_ => Enumerable.Repeat(20, 10).ToArray())], Subject.Picture);

        var lines = writer.ToString().TrimEnd().Split('\n');
        Assert.Equal(11, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 1, 79));
        Assert.Contains("aut…", lines[0]);
        Assert.Contains("automobile 9", lines[10]);
    }

    [Fact]
    public void A_model_that_loses_to_the_baseline_or_predicts_one_class_only_is_told_so()
    {
        var metrics = ClassificationMetrics.Compute(["no", "yes"], [0, 1, 0, 1], [0.7f, 0.3f, 0.6f, 0.4f, 0.9f, 0.1f, 0.8f, 0.2f]);

        Match("evaluation.txt", console => EvaluationView.Write(console, new EvaluationReport(metrics, new BaselineScore("simple", 0.75), 0, 1), Subject.Text));
    }

    [Fact]
    public void Progress_without_a_terminal_is_a_line_an_epoch() =>
        Match("progress.txt", console =>
        {
            var view = new ProgressView(console, isLive: false, Subject.Text);
            view.Report(Step(1, null));
            view.Report(Step(2, new EpochResult(1, 0.51234, 0.7, new ValidationScore(0.4, 0.81), 12.3, 23456.7)));
            Assert.Equal([1, 0.5], view.Losses);
        });

    [Fact]
    public void The_first_hundredth_of_a_training_foretells_no_time()
    {
        var view = new ProgressView(Terminal.Plain(TextWriter.Null), isLive: true, Subject.Picture);

        Assert.DoesNotContain(view.Numbers(Step(1, null) with { TotalSteps = 101 }), number => number.EndsWith(" left", StringComparison.Ordinal));
        Assert.Contains("20 s left", view.Numbers(Step(1, null) with { TotalSteps = 100 }));
    }

    [Fact]
    public void Attention_without_colours_is_the_words_with_the_largest_shares()
    {
        // One head in which every word looks at the second one.
        var maps = new AttentionMaps(["not", "bad", "##ly"], [0, 1, 1], 1, 1, new float[] { 0, 1, 0, 0, 1, 0, 0, 1, 0 });
        var explained = new ExplainedText("not badly", maps, [new("good", 0.8f), new("bad", 0.2f)], [new(0, 3), new(4, 3), new(7, 2)]);

        Match("attention.txt", console => AttentionView.Write(console, explained));
    }

    [Theory]
    [InlineData(0.84, "0.8 s")]
    [InlineData(9.97, "10 s")]
    [InlineData(42, "42 s")]
    [InlineData(185, "3 min 05 s")]
    [InlineData(3725, "1 h 02 min")]
    public void Durations_read_as_people_write_them(double seconds, string text) => Assert.Equal(text, Words.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void A_shortened_text_is_one_line_and_breaks_no_character()
    {
        Assert.Equal("a b", Words.Shorten("a\nb", 3));
        Assert.Equal("ab…", Words.Shorten("abcd", 3));
        Assert.Equal("a…", Words.Shorten("a😀bc", 3));
    }

    private static void Match(string name, Action<IAnsiConsole> write)
    {
        using var writer = new StringWriter();
        write(Terminal.Plain(writer));
        Snapshot.Match(name, writer.ToString());
    }

    private static TrainingProgress Step(long step, EpochResult? finished) => new()
    {
        Phase = "training",
        Step = step,
        TotalSteps = 4,
        Epoch = 1,
        Epochs = 2,
        StepLoss = 1.0 / step,
        Loss = 0.6,
        Accuracy = 0.7,
        LearningRate = 0.001,
        Rate = 20_000,
        Elapsed = TimeSpan.FromSeconds(10),
        Remaining = TimeSpan.FromSeconds(20),
        FinishedEpoch = finished,
    };
}
