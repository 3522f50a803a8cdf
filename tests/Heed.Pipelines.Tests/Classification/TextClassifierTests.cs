using Heed.Kernels;
using Heed.Pipelines.Classification;
using Heed.Training;
using Microsoft.Extensions.DependencyInjection;

namespace Heed.Pipelines.Tests.Classification;

public sealed class TextClassifierTests(TextClassifierTests.Trained trained) : IClassFixture<TextClassifierTests.Trained>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Word_order_is_learnt_where_the_baseline_fails()
    {
        var report = trained.Classifier.Evaluate(SmallTexts.Make(300, seed: 9), Cancellation);
        Assert.InRange(report.Metrics.Accuracy, 0.9, 1);
        Assert.NotNull(report.Baseline);
        Assert.False(report.LosesToBaseline);
        Assert.Null(report.OnlyPrediction);
    }

    [Fact]
    public void Its_folder_gives_the_same_answers()
    {
        var loaded = TextClassifier.Load(trained.Directory);
        Assert.Equal(trained.Classifier.Labels, loaded.Labels);
        foreach (var example in SmallTexts.Make(20, seed: 5))
        {
            Assert.Equal(trained.Classifier.Predict(example.Text).Score, loaded.Predict(example.Text).Score);
        }
    }

    [Fact]
    public void Scores_fall_and_sum_to_one()
    {
        var prediction = trained.Classifier.Predict("anna met boris");
        Assert.Equal(1, prediction.Scores.Sum(score => score.Score), 1e-5);
        Assert.True(prediction.Scores[0].Score >= prediction.Scores[1].Score);
        Assert.Equal((prediction.Label, prediction.Score), (prediction.Scores[0].Label, prediction.Scores[0].Score));
        Assert.Single(trained.Classifier.Predict("anna met boris", topK: 1).Scores);
    }

    [Fact]
    public void A_text_gets_the_same_answer_alone_and_among_others()
    {
        string[] texts = [.. SmallTexts.Make(50, seed: 6).Select(example => example.Text)];
        var together = trained.Classifier.Predict(texts, cancellation: Cancellation);
        Assert.Equal(texts, together.Select(prediction => prediction.Input));
        for (var i = 0; i < texts.Length; i++)
        {
            Assert.Equal(trained.Classifier.Predict(texts[i]).Score, together[i].Score, 1e-5f);
        }
    }

    [Fact]
    public async Task A_stream_is_answered_in_order()
    {
        string[] texts = [.. SmallTexts.Make(75, seed: 7).Select(example => example.Text)];
        var answered = new List<string>();
        await foreach (var prediction in trained.Classifier.PredictAsync(texts.ToAsyncEnumerable(), cancellation: Cancellation))
        {
            answered.Add(prediction.Input);
        }

        Assert.Equal(texts, answered);
    }

    [Fact]
    public async Task A_text_of_a_trickling_stream_is_answered_before_the_next_arrives()
    {
        var source = System.Threading.Channels.Channel.CreateUnbounded<string>();
        await using var answers = trained.Classifier.PredictAsync(source.Reader.ReadAllAsync(Cancellation), cancellation: Cancellation).GetAsyncEnumerator(Cancellation);
        for (var i = 0; i < 3; i++)
        {
            source.Writer.TryWrite($"text {i}");
            Assert.True(await answers.MoveNextAsync());
            Assert.Equal($"text {i}", answers.Current.Input);
        }

        source.Writer.Complete();
        Assert.False(await answers.MoveNextAsync());
    }

    [Fact]
    public async Task A_stream_may_be_left_while_its_source_is_still_silent()
    {
        var source = System.Threading.Channels.Channel.CreateUnbounded<string>();
        source.Writer.TryWrite("the only text");
        var answered = 0;
        await foreach (var prediction in trained.Classifier.PredictAsync(source.Reader.ReadAllAsync(Cancellation), cancellation: Cancellation))
        {
            answered++;
            break;
        }

        Assert.Equal(1, answered);
    }

    [Fact]
    public void Many_threads_may_ask_at_once()
    {
        string[] texts = [.. SmallTexts.Make(40, seed: 8).Select(example => example.Text)];
        var alone = texts.Select(text => trained.Classifier.Predict(text).Score).ToArray();
        var together = new float[texts.Length];
        Parallel.For(0, texts.Length, i => together[i] = trained.Classifier.Predict(texts[i]).Score);
        Assert.Equal(alone, together);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\ud83d\ude00 \u4e2d\u6587 na\u00efve\u0000")]
    public void Any_text_gets_an_answer(string text) => Assert.Contains(trained.Classifier.Predict(text).Label, trained.Classifier.Labels);

    [Fact]
    public void A_text_that_is_cut_says_so()
    {
        Assert.False(trained.Classifier.Predict("anna met boris").Truncated);
        Assert.True(trained.Classifier.Predict(string.Join(' ', Enumerable.Repeat("anna met boris", 50))).Truncated);
    }

    [Fact]
    public void Explaining_shows_every_head_of_every_layer()
    {
        var explanation = trained.Classifier.Explain("anna met boris");
        var tokens = explanation.Encoded.Ids.Length;
        Assert.Equal((2, 2), (explanation.NumLayers, explanation.NumHeads));
        Assert.All(explanation.Weights, layer =>
        {
            Assert.Equal(2 * tokens * tokens, layer.Length);
            for (var row = 0; row < 2 * tokens; row++)
            {
                Assert.Equal(1, layer.AsSpan(row * tokens, tokens).ToArray().Sum(), 1e-5f);
            }
        });
    }

    [Fact]
    public void The_folder_has_a_model_card_and_a_line_an_epoch()
    {
        var lines = File.ReadAllLines(Path.Combine(trained.Directory, "metrics.jsonl"));
        Assert.Equal(8, lines.Length);
        Assert.All(lines, line => Assert.Contains("\"validationAccuracy\":", line, StringComparison.Ordinal));
        var card = File.ReadAllText(Path.Combine(trained.Directory, "README.md"));
        Assert.Contains("tf-idf", card, StringComparison.Ordinal);
        Assert.Contains("Seed 3", card, StringComparison.Ordinal);
    }

    [Fact]
    public void Services_share_one_classifier()
    {
        using var services = new ServiceCollection().AddTextClassifier(trained.Directory).BuildServiceProvider();
        Assert.Same(services.GetRequiredService<TextClassifier>(), services.GetRequiredService<TextClassifier>());
    }

    [Fact]
    public void One_thread_and_two_train_the_same_weights()
    {
        var threads = Team.Threads;
        try
        {
            Team.Threads = 1;
            var alone = Score();
            Team.Threads = 2;
            Assert.Equal(alone, Score());
        }
        finally
        {
            Team.Threads = threads;
        }

        static float Score() => TextClassifier.Train(SmallTexts.Make(60), null, SmallTexts.Options(family: EncoderFamily.ModernBert), cancellation: Cancellation)
            .Predict("anna met boris").Score;
    }

    [Fact]
    public void Cancelling_stops_training_and_resuming_ends_in_the_same_model()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var progress = new Callback(p =>
        {
            if (p is { Phase: "training", Step: 13 })
            {
                stop.Cancel();
            }
        });
        Assert.Throws<OperationCanceledException>(() => TextClassifier.Train(SmallTexts.Make(600), null, SmallTexts.Options(folder.Path), progress, stop.Token));

        TextClassifier.Train(SmallTexts.Make(600), null, SmallTexts.Options(folder.Path) with { Resume = true }, cancellation: Cancellation);

        Assert.Equal(
            File.ReadAllBytes(Path.Combine(trained.Directory, "model.safetensors")),
            File.ReadAllBytes(Path.Combine(folder.Path, "model.safetensors")));
    }

    /// <summary>A classifier that all tests of the class look at.</summary>
    public sealed class Trained : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public Trained() => Classifier = TextClassifier.Train(SmallTexts.Make(600), null, SmallTexts.Options(folder.Path), cancellation: Cancellation);

        public TextClassifier Classifier { get; }

        public string Directory => folder.Path;

        public void Dispose() => folder.Dispose();
    }

    private sealed class Callback(Action<TrainingProgress> act) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => act(value);
    }
}
