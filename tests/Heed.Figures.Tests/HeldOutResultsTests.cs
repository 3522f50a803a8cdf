namespace Heed.Figures.Tests;

public class HeldOutResultsTests
{
    private static readonly HeldOutResults Results = new(["a", "b"], [0, 0, 1, 1], [0.9f, 0.1f, 0.3f, 0.7f, 0.2f, 0.8f, 0.05f, 0.95f]);

    [Fact]
    public void Rows_of_the_confusion_are_the_truth() => Assert.Equal([1, 1, 0, 2], Results.Confusion());

    [Fact]
    public void Accuracy_is_the_share_that_is_right() => Assert.Equal(0.75, Results.Accuracy);

    [Fact]
    public void Calibration_sorts_by_the_probability_of_the_answer()
    {
        var bins = Results.Calibration(2);
        Assert.Equal([4], bins.Select(bin => bin.Count));
        Assert.Equal(0.8375, bins[0].Confidence, 6);
        Assert.Equal(0.75, bins[0].Accuracy);
        Assert.Equal(0.0875, Results.ExpectedCalibrationError(2), 6);
    }

    [Fact]
    public void Certainty_belongs_to_the_last_bin() =>
        Assert.Equal(1, new HeldOutResults(["a", "b"], [0], [1, 0]).Calibration()[^1].To);

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new HeldOutResults(["a", "b"], [0, 2], [1, 0, 1, 0]));
        Assert.Throws<ArgumentException>(() => new HeldOutResults(["a", "b"], [0], [1]));
        Assert.Throws<ArgumentException>(() => new HeldOutResults(["a"], [0], [float.NaN]));
        Assert.Throws<ArgumentException>(() => new TrainingHistory([1, float.NaN], []));
        Assert.Throws<ArgumentException>(() => new TrainingHistory([], [1.5f]));
    }

    [Fact]
    public void Nothing_measured_can_still_be_drawn() =>
        Assert.NotEmpty(TrainingFigure.Draw(new TrainingHistory([], []), new HeldOutResults(["a", "b"], [], [])).ToSvg());
}
