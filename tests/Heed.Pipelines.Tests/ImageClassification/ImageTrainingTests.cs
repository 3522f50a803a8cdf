using System.Collections.Concurrent;
using Heed.Kernels;
using Heed.Models;
using Heed.Pipelines.ImageClassification;
using Heed.Pipelines.Images;
using Heed.Training;

namespace Heed.Pipelines.Tests.ImageClassification;

public sealed class ImageTrainingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Patience_stops_a_run_that_gets_no_better()
    {
        var outcome = Train(SmallPictures.Make(60), SmallPictures.Options() with { Epochs = 50, Patience = 3 }, plan => plan with { LearningRate = 0 });
        Assert.Equal((StopReason.EarlyStopped, 4, 1), (outcome.Stop, outcome.Epochs.Count, outcome.BestEpoch));
    }

    [Fact]
    public void A_class_that_validation_lacks_is_refused()
    {
        var all = SmallPictures.Make(40);
        var held = all.Where(example => example.Label == all[0].Label).ToList();
        var missing = all.First(example => example.Label != all[0].Label).Label;
        var error = Assert.Throws<InvalidInputException>(() => ImageClassifier.Train(all, held, SmallPictures.Options(), cancellation: Cancellation));
        Assert.StartsWith($"Validation has no picture of the class \"{missing}\", which training has; expected at least one of every class", error.Message);
    }

    [Fact]
    public void A_class_too_small_to_set_any_aside_is_told_of()
    {
        using var folder = new TemporaryFolder();
        var lone = SmallPictures.Make(1, seed: 7)[0] with { Label = "rare" };
        var classifier = ImageClassifier.Train([.. SmallPictures.Make(40), lone], null, SmallPictures.Options(folder.Path) with { Epochs = 1 }, cancellation: Cancellation);
        Assert.Equal(["rare"], classifier.Training!.Unvalidated);
        Assert.Contains("Of too few pictures to set any aside: rare;", File.ReadAllText(folder.File("README.md")));
    }

    [Fact]
    public void A_spent_budget_cuts_the_plan_and_the_card_says_so()
    {
        using var folder = new TemporaryFolder();
        var options = SmallPictures.Options(folder.Path) with { Epochs = 100_000, TimeBudget = TimeSpan.FromSeconds(1) };
        var outcome = Train(SmallPictures.Make(60), options);
        Assert.Equal((StopReason.BudgetSpent, true), (outcome.Stop, outcome.WasCut));
        Assert.Contains("The time budget cut the plan", File.ReadAllText(folder.File("README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Patches_and_a_class_token_are_a_plain_Vision_Transformer_which_Python_opens()
    {
        using var folder = new TemporaryFolder();
        var options = SmallPictures.Options(folder.Path) with { Epochs = 1, Convolutions = 0, Pooling = ImagePooling.ClassToken };
        var classifier = ImageClassifier.Train(SmallPictures.Make(60), null, options, cancellation: Cancellation);
        var card = File.ReadAllText(folder.File("README.md"));
        Assert.Contains("transformers.pipeline", card, StringComparison.Ordinal);
        Assert.Equal("vit", ModelConfigFile.Open(folder.Path).ModelType);
        var picture = SmallPictures.Make(1)[0].Image;
        Assert.Equal(classifier.Predict(picture).Score, ImageClassifier.Load(folder.Path).Predict(picture).Score);
    }

    [Fact]
    public void The_average_of_the_weights_is_what_is_kept()
    {
        float[] With(float decay) =>
            [.. ImageClassifier.Train(SmallPictures.Make(60), null, Adjusted(SmallPictures.Options() with { Epochs = 2 }, plan => plan with { AverageDecay = decay }), cancellation: Cancellation)
                .Vision.Model.Parameters["classifier.weight"].Data];
        Assert.NotEqual(With(0), With(0.9f));
    }

    [Theory]
    [InlineData(false, 0.02, 0.3)]
    [InlineData(true, 0.35, 0.65)]
    public void A_rare_class_counts_as_much_as_any_where_that_is_asked_for(bool balances, double least, double most)
    {
        // Nothing tells the classes apart, so the answer is how often each was seen, or how much it counts.
        List<ImageExample> pictures = [.. Enumerable.Range(0, 160).Select(i => new ImageExample(Grey(i % 7), i % 8 == 0 ? "rare" : "frequent"))];
        var options = SmallPictures.Options() with { BalanceClasses = balances, Epochs = 6, LabelSmoothing = 0, Optimizer = OptimizerChoice.AdamW };
        var classifier = ImageClassifier.Train(pictures, pictures, options, cancellation: Cancellation);
        Assert.InRange(classifier.Predict(Grey(3)).Scores.Single(score => score.Label == "rare").Score, least, most);
    }

    [Fact]
    public void Pictures_are_read_on_many_threads_and_only_their_resized_forms_are_kept()
    {
        // Two at a time, or the wait is in vain.
        using var meeting = new Barrier(2);
        var alive = new ConcurrentBag<WeakReference>();
        var sources = SmallPictures.Make(40).Select((example, i) => example with { Image = new Large(i, meeting, alive) }).ToList();
        var threads = Team.Threads;
        PreparedImages data;
        try
        {
            Team.Threads = 2;
            data = PreparedImages.Of(SmallPictures.Options() with { ImageSize = 12 }, sources, sources, Cancellation);
        }
        finally
        {
            Team.Threads = threads;
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.All(data.Training.Images, image => Assert.Equal(new GridSize(12, 12), image.Size));
        Assert.Equal(120, alive.Count);
        Assert.DoesNotContain(alive, reference => reference.IsAlive);
        GC.KeepAlive(data);
    }

    private static TrainingOutcome Train(List<ImageExample> pictures, ImageClassifierOptions options, Func<ImageClassifierPlan, ImageClassifierPlan>? adjust = null) =>
        ImageClassifier.Train(pictures, null, adjust is null ? options : Adjusted(options, adjust), cancellation: Cancellation).Training!.Training;

    private static ImageClassifierOptions Adjusted(ImageClassifierOptions options, Func<ImageClassifierPlan, ImageClassifierPlan> adjust) =>
        options with { Adjust = plan => adjust(options.Adjust!(plan)) };

    private static ImageSource Grey(int level)
    {
        var pixels = new byte[12 * 12 * RgbImage.Channels];
        pixels.AsSpan().Fill((byte)(100 + level));
        return ImageSource.FromPixels(new RgbImage(pixels, new GridSize(12, 12)), "grey");
    }

    private sealed class Large(int index, Barrier meeting, ConcurrentBag<WeakReference> alive) : ImageSource
    {
        public override string Name => $"picture {index}";

        public override RgbImage Read()
        {
            Assert.True(meeting.SignalAndWait(TimeSpan.FromSeconds(60)), "nobody else was reading");
            var pixels = new byte[300 * 200 * RgbImage.Channels];
            pixels.AsSpan().Fill((byte)index);
            alive.Add(new WeakReference(pixels));
            return new RgbImage(pixels, new GridSize(300, 200));
        }
    }
}
