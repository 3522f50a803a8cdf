using Heed.Autograd;
using Heed.Pipelines.Classification;
using Heed.Pipelines.ImageClassification;
using Heed.Pipelines.Images;
using Heed.Pipelines.Images.Augmentation;
using Heed.Training;

namespace Heed.Pipelines.Tests.ImageClassification;

public sealed class ImageClassificationTaskTests
{
    private static readonly TrainingStep First = new(0, 100);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(0.3f)]
    public void The_loss_is_the_cross_entropy_with_smoothed_labels(float smoothing)
    {
        var (data, task, vision) = Make(plan => plan with { LabelSmoothing = smoothing });
        int[] examples = [3, 1, 4, 15];
        var expected = 0.0;
        foreach (var row in LogProbabilities(data, vision, examples))
        {
            expected -= ((1 - smoothing) * row.Values[row.Label]) + (smoothing * row.Values.Average());
        }

        using var tape = new Tape();
        Assert.Equal(expected / examples.Length, task.Loss(examples, First).Mean.Item(), 1e-5);
    }

    [Fact]
    public void Rare_classes_weigh_more_where_that_is_asked_for()
    {
        var (data, task, vision) = Make(plan => plan with { LabelSmoothing = 0 }, [3, 0.5f]);
        int[] examples = [0, 9, 18, 27, 36, 45, 52];
        var expected = LogProbabilities(data, vision, examples).Sum(row => (row.Label == 0 ? -3 : -0.5) * row.Values[row.Label]);
        using var tape = new Tape();
        Assert.Equal(expected / examples.Length, task.Loss(examples, First).Mean.Item(), 1e-5);
    }

    [Fact]
    public void A_picture_stands_as_often_in_its_batch_as_is_asked_for()
    {
        var (_, task, _) = Make(plan => plan with { Augmentation = new() { Repeats = 3, CropPadding = 2 } });
        using var tape = new Tape();
        var loss = task.Loss([7, 2], First);
        Assert.Equal((6, 6), (loss.Predictions, loss.Tokens));
    }

    [Theory]
    [InlineData(74, false)]
    [InlineData(75, true)]
    [InlineData(99, true)]
    public void The_last_steps_see_pictures_as_they_are(long step, bool isPlain)
    {
        var (_, changing, _) = Make(plan => plan with
        {
            PlainShare = 0.25f,
            Augmentation = new() { NumChanges = 2, ErasingRate = 1, Changes = [PictureChange.Solarise] },
            Mixing = new() { MixupAlpha = 1 },
        });
        var (_, plain, _) = Make(plan => plan);
        using var tape = new Tape();
        int[] examples = [0, 1, 2, 3, 4, 5];
        Assert.Equal(isPlain, plain.Loss(examples, new(step, 100)).Mean.Item() == changing.Loss(examples, new(step, 100)).Mean.Item());
    }

    [Fact]
    public void A_mixed_batch_counts_as_right_what_is_most_of_it()
    {
        var (_, task, vision) = Make(plan => plan with { Mixing = new() { CutMixAlpha = 1 } });

        // A model that says the first class of whatever it sees.
        vision.Model.Parameters["classifier.bias"].Data[0] = 100;
        using var tape = new Tape();
        var loss = task.Loss([.. Enumerable.Range(0, 32)], new(5, 100));
        Assert.InRange(loss.Correct, 1, 31);
    }

    private static IEnumerable<(int Label, double[] Values)> LogProbabilities(PreparedImages data, VisionModel vision, int[] examples)
    {
        var processor = new ImageProcessor(data.Preprocessing);
        var logits = ImageInference.Logits(vision.Model, processor, [.. examples.Select(i => data.Training.Images[i])], 2, Cancellation);
        Scores.ToProbabilities(logits, 2);
        return examples.Select((example, i) => (data.Training.Labels[example], new[] { Math.Log(logits[2 * i]), Math.Log(logits[(2 * i) + 1]) }));
    }

    private static (PreparedImages Data, ImageClassificationTask Task, VisionModel Vision) Make(
        Func<ImageClassifierPlan, ImageClassifierPlan> adjust, float[]? classWeights = null)
    {
        var small = SmallPictures.Options();
        var options = small with { Adjust = plan => adjust(small.Adjust!(plan) with { Augmentation = new(), Mixing = new() }) };
        var data = PreparedImages.Of(options, SmallPictures.Make(60), null, Cancellation);
        var vision = VisionModel.Create(data.Plan.Model, 2, seed: 5);

        // Answers that differ from picture to picture.
        vision.Model.Parameters["classifier.weight"].Data[3] = 2;
        return (data, new ImageClassificationTask(vision.Model, data, classWeights, seed: 5), vision);
    }
}
