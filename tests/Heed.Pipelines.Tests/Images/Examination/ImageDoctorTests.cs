using Heed.Kernels;
using Heed.Pipelines.Data;
using Heed.Pipelines.Images;
using Heed.Pipelines.Images.Examination;

namespace Heed.Pipelines.Tests.Images.Examination;

public sealed class ImageDoctorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Pictures_in_training_and_test_are_counted_by_content_and_by_picture()
    {
        var set = new ImageSet([Picture(1, "a"), Picture(2, "b"), Picture(3, "b")], Test: [Picture(1, "a"), Picture(1, "a"), Picture(2, "a"), Picture(4, "b")]);
        var finding = Assert.Single(ImageDoctor.Examine(set, Cancellation).Findings, one => one.Kind == FindingKind.Overlap);
        Assert.Equal(
            "2 pictures stand in both training and test, 1 of them with another label (3 of 4 test pictures), which makes scores on test look better than they are.",
            finding.Message);
        Assert.Equal([("training", "picture 1"), ("test", "picture 1")], finding.Places.Take(2).Select(place => (place.Split, place.Excerpt)));
    }

    [Fact]
    public void A_broken_picture_of_any_split_is_an_error_and_left_out_of_the_sizes()
    {
        var broken = new ImageExample(ImageSource.FromBytes([], "void"), "a");
        var report = ImageDoctor.Examine(new ImageSet([Picture(1, "a"), Picture(2, "b"), broken]), Cancellation);
        Assert.Equal((true, 2, 2), (report.HasErrors, report.Splits[0].Sizes!.Pictures, report.Splits[0].Sizes!.Grey));
        Assert.Equal("void is empty; expected a picture.", Assert.Single(report.Findings[0].Places).Excerpt);
    }

    [Fact]
    public void Labels_that_a_split_lacks_or_has_alone_are_named()
    {
        var set = new ImageSet([Picture(1, "a"), Picture(2, "b")], Validation: [Picture(3, "a")], Test: [Picture(4, "c"), Picture(5, "a"), Picture(6, "b")]);
        var findings = ImageDoctor.Examine(set, Cancellation).Findings;
        Assert.Equal(
            (FindingSeverity.Error, "The validation data lacks a label of the training data: 'b'."),
            findings.Where(one => one.Kind == FindingKind.MissingLabel).Select(one => (one.Severity, one.Message)).Single());
        Assert.Equal("The test data has a label that the training data lacks: 'c'.", Assert.Single(findings, one => one.Kind == FindingKind.UnseenLabel).Message);
    }

    // Grey, each of another level.
    private static ImageExample Picture(byte level, string label) =>
        new(ImageSource.FromPixels(new RgbImage([.. Enumerable.Repeat(level, 2 * 3 * 3)], new GridSize(2, 3)), $"picture {level}"), label);
}
