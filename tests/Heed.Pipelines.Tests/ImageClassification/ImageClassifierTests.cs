using Heed.Kernels;
using Heed.Pipelines.ImageClassification;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.Tests.ImageClassification;

public sealed class ImageClassifierTests(ImageClassifierTests.Trained trained) : IClassFixture<ImageClassifierTests.Trained>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Bars_are_learnt_wherever_they_stand()
    {
        var report = trained.Classifier.Evaluate(SmallPictures.Make(200, seed: 9), cancellation: Cancellation);
        Assert.InRange(report.Metrics.Accuracy, 0.9, 1);
        Assert.NotNull(report.Baseline);
    }

    [Fact]
    public void Its_folder_gives_the_same_answers()
    {
        var loaded = ImageClassifier.Load(trained.Directory);
        Assert.True(ImageClassifier.IsModelOfPictures(trained.Directory));
        Assert.Equal(trained.Classifier.Labels, loaded.Labels);
        var pictures = SmallPictures.Make(20, seed: 5);
        Assert.Equal(
            trained.Classifier.Predict([.. pictures.Select(p => p.Image)], cancellation: Cancellation).Select(p => p.Score),
            loaded.Predict([.. pictures.Select(p => p.Image)], cancellation: Cancellation).Select(p => p.Score));
        Assert.Equal(
            trained.Classifier.Evaluate(pictures, cancellation: Cancellation).Baseline, loaded.Evaluate(pictures, cancellation: Cancellation).Baseline);
    }

    [Fact]
    public void Every_token_looks_at_every_token()
    {
        var explanation = trained.Classifier.Explain(SmallPictures.Make(1)[0].Image, cancellation: Cancellation);
        Assert.Equal((2, 2, 36, new GridSize(6, 6)), (explanation.NumLayers, explanation.NumHeads, explanation.NumTokens, explanation.Grid));
        Assert.Equal(36, explanation.HeadMap(1, 1).Length);
        Assert.All([0, 1], layer => Assert.Equal(1, explanation.Weights(layer, 0)[..36].ToArray().Sum(), 1e-5f));
    }

    [Theory]
    [InlineData(18, 18)]
    [InlineData(12, 25)]
    public void Pictures_of_another_size_are_read_with_positions_resized(int height, int width)
    {
        var size = new GridSize(height, width);
        var other = trained.Classifier.AtImageSize(size);
        var pictures = SmallPictures.Make(100, seed: 9);
        Assert.InRange(other.Evaluate(pictures, cancellation: Cancellation).Metrics.Accuracy, 0.7, 1);
        var explanation = other.Explain(pictures[0].Image, cancellation: Cancellation);
        Assert.Equal((size, new GridSize((height + 1) / 2, (width + 1) / 2)), (explanation.Image.Size, explanation.Grid));
        Assert.Equal(new GridSize(12, 12), trained.Classifier.Preprocessing.Size);
    }

    [Fact]
    public void Grey_pictures_are_not_mirrored_and_the_folder_says_how_it_was_trained()
    {
        Assert.False(trained.Classifier.Training!.Plan.Augmentation.Flips);
        var lines = File.ReadAllLines(Path.Combine(trained.Directory, "metrics.jsonl"));
        Assert.Equal(12, lines.Length);
        Assert.All(lines, line => Assert.Contains("\"imagesPerSecond\":", line, StringComparison.Ordinal));
        Assert.Contains("Seed 3", File.ReadAllText(Path.Combine(trained.Directory, "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_picture_is_named_and_fails_or_is_skipped_as_asked()
    {
        var (good, bad) = (SmallPictures.Make(1)[0].Image, ImageSource.FromBytes("a text"u8.ToArray(), "notes.jpg"));
        var error = Assert.Throws<InvalidInputException>(() => trained.Classifier.Predict([good, bad], cancellation: Cancellation));
        Assert.Contains("notes.jpg", error.Message, StringComparison.Ordinal);
        var told = new List<string>();
        Assert.Single(trained.Classifier.Predict([bad, good], skipped: told.Add, cancellation: Cancellation));
        Assert.Contains("notes.jpg", Assert.Single(told), StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_that_training_lacks_is_named_with_its_picture()
    {
        var error = Assert.Throws<InvalidInputException>(() => ImageClassifier.Train(
            SmallPictures.Make(40), [SmallPictures.Make(1)[0] with { Label = "leaning" }], SmallPictures.Options(), cancellation: Cancellation));
        Assert.Contains("picture 0: the label \"leaning\"", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A classifier that all tests of the class look at.</summary>
    public sealed class Trained : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public Trained() => Classifier = ImageClassifier.Train(SmallPictures.Make(300), null, SmallPictures.Options(folder.Path), cancellation: Cancellation);

        public ImageClassifier Classifier { get; }

        public string Directory => folder.Path;

        public void Dispose() => folder.Dispose();
    }
}
