using Heed.Models;
using Heed.Pipelines.ImageClassification;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.Tests.ImageClassification;

public class PatchEncodingTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_picture_becomes_patches_tokens_and_the_logits_of_its_prediction(int numConvolutions)
    {
        var options = SmallPictures.Options() with { Epochs = 1 };
        var classifier = ImageClassifier.Train(
            SmallPictures.Make(24),
            options: options with { Adjust = plan => Stem(options.Adjust!(plan), numConvolutions) },
            cancellation: TestContext.Current.CancellationToken);
        var picture = SmallPictures.Make(1, seed: 5)[0].Image;

        var encoding = classifier.Encode(picture);

        var count = encoding.Grid.Count * encoding.ModelDim;
        Assert.Equal((count, count, count), (encoding.Patches.Count, encoding.Positions.Count, encoding.Tokens.Count));
        Assert.Equal(encoding.Patches.Zip(encoding.Positions, (patch, position) => patch + position), encoding.Tokens);
        Assert.Equal((numConvolutions, numConvolutions > 0), (encoding.Stem.Count, encoding.ReceptiveField > 0));
        Assert.Equal(ImagePositions.Learned, encoding.PositionKind);
        var shown = Enumerable.Range(0, encoding.Grid.Count).Sum(i => encoding.PatchPixels(i / encoding.Grid.Width, i % encoding.Grid.Width).Size.Count);
        Assert.Equal(encoding.Image.Size.Count, shown);
        Assert.Equal(numConvolutions == 0, encoding.Cells.Rows.Edges[1] == 1.0 / encoding.Grid.Height);
        var (prediction, powers) = (classifier.Predict(picture), encoding.Logits.Select(logit => Math.Exp(logit)).ToArray());
        Assert.Equal(prediction.Score, powers.Max() / powers.Sum(), 1e-5);
        Assert.Equal(prediction.Label, encoding.Labels[encoding.Logits.ToList().IndexOf(encoding.Logits.Max())]);
    }

    [Fact]
    public void A_picture_that_shows_nothing_is_refused()
    {
        var classifier = ImageClassifier.Train(SmallPictures.Make(24), options: SmallPictures.Options() with { Epochs = 1 }, cancellation: TestContext.Current.CancellationToken);
        var error = Assert.Throws<InvalidInputException>(() => classifier.Encode(ImageSource.FromPixels(new RgbImage([1, 2, 3], new(1, 1)), "dot")));
        Assert.Equal("dot has 1 x 1 pixels; expected at least 2 x 2, for there is nothing to see on fewer.", error.Message);
    }

    [Fact]
    public void The_pixels_of_all_patches_are_those_of_the_picture()
    {
        var classifier = ImageClassifier.Train(SmallPictures.Make(24), options: SmallPictures.Options() with { Epochs = 1 }, cancellation: TestContext.Current.CancellationToken);
        var encoding = classifier.Encode(SmallPictures.Make(1, seed: 5)[0].Image);
        var (size, width) = (encoding.PatchPixels(0, 0).Size, encoding.Image.Size.Width);

        for (var row = 0; row < encoding.Grid.Height; row++)
        {
            for (var column = 0; column < encoding.Grid.Width; column++)
            {
                var start = ((row * size.Height * width) + (column * size.Width)) * RgbImage.Channels;
                Assert.Equal(encoding.Image.Pixels.Slice(start, 3), encoding.PatchPixels(row, column).Pixels[..3]);
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => encoding.PatchPixels(0, encoding.Grid.Width));
    }

    private static ImageClassifierPlan Stem(ImageClassifierPlan plan, int numConvolutions) =>
        plan with { Model = plan.Model with { NumConvolutions = numConvolutions } };
}
