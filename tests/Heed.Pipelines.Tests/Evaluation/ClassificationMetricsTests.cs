using System.Text.Json;
using Heed.Pipelines.Evaluation;

namespace Heed.Pipelines.Tests.Evaluation;

public class ClassificationMetricsTests
{
    private static readonly JsonSerializerOptions CamelCase = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private static readonly string[] Names = ["ant", "bee", "cat"];

    // Truth 0 0 0 1 1 2, predicted 0 0 1 1 2 2.
    private static readonly int[] Truth = [0, 0, 0, 1, 1, 2];

    private static readonly float[] Probabilities =
    [
        0.8f, 0.1f, 0.1f,
        0.6f, 0.3f, 0.1f,
        0.2f, 0.7f, 0.1f,
        0.1f, 0.8f, 0.1f,
        0.0f, 0.5f, 0.5001f,
        0.0f, 0.0f, 1.0f,
    ];

    [Fact]
    public void Rows_of_the_confusion_are_the_truth()
    {
        var metrics = ClassificationMetrics.Compute(Names, Truth, Probabilities);
        Assert.Equal([2, 1, 0], metrics.Confusion[0]);
        Assert.Equal([0, 1, 1], metrics.Confusion[1]);
        Assert.Equal([0, 0, 1], metrics.Confusion[2]);
        Assert.Equal(6, metrics.Examples);
        Assert.Equal(4.0 / 6, metrics.Accuracy, 1e-12);
    }

    [Fact]
    public void Each_class_has_its_precision_recall_and_f1()
    {
        var metrics = ClassificationMetrics.Compute(Names, Truth, Probabilities);
        Assert.Equal(new ClassMetrics("ant", 1.0, 2.0 / 3, 0.8, 3), metrics.Classes[0]);
        Assert.Equal(new ClassMetrics("bee", 0.5, 0.5, 0.5, 2), metrics.Classes[1]);
        Assert.Equal(new ClassMetrics("cat", 0.5, 1.0, 2.0 / 3, 1), metrics.Classes[2]);
        Assert.Equal((0.8 + 0.5 + (2.0 / 3)) / 3, metrics.MacroF1, 1e-12);
    }

    [Fact]
    public void A_class_neither_present_nor_predicted_counts_as_zero_in_macro_f1()
    {
        var metrics = ClassificationMetrics.Compute(Names, [0, 1], [1f, 0f, 0f, 0f, 1f, 0f]);
        Assert.Equal(new ClassMetrics("cat", 0, 0, 0, 0), metrics.Classes[2]);
        Assert.Equal(2.0 / 3, metrics.MacroF1, 1e-12);
        Assert.Equal(1, metrics.Accuracy);
    }

    [Fact]
    public void A_class_predicted_but_absent_has_precision_zero()
    {
        var metrics = ClassificationMetrics.Compute(Names, [0, 0], [1f, 0f, 0f, 0f, 0f, 1f]);
        Assert.Equal(new ClassMetrics("cat", 0, 0, 0, 0), metrics.Classes[2]);
        Assert.Equal(new ClassMetrics("ant", 1, 0.5, 2.0 / 3, 2), metrics.Classes[0]);
    }

    [Fact]
    public void Of_equal_probabilities_the_first_class_is_predicted() =>
        Assert.Equal([1, 0], ClassificationMetrics.Compute(["a", "b"], [0], [0.5f, 0.5f]).Confusion[0]);

    [Fact]
    public void Loss_is_the_mean_negative_log_probability_of_the_truth()
    {
        var metrics = ClassificationMetrics.Compute(["a", "b"], [0, 1], [0.25f, 0.75f, 0.5f, 0.5f]);
        Assert.Equal((Math.Log(4) + Math.Log(2)) / 2, metrics.Loss, 1e-6);
    }

    [Fact]
    public void A_certain_mistake_costs_much_but_finitely() =>
        Assert.InRange(ClassificationMetrics.Compute(["a", "b"], [1], [1f, 0f]).Loss, 80, 120);

    [Fact]
    public void Calibration_error_sums_the_gaps_of_the_bins()
    {
        // 0.62 and 0.64 share the bin (9/15, 10/15]: one right, one wrong; 0.9 (its own bin): right.
        var metrics = ClassificationMetrics.Compute(["a", "b"], [0, 1, 1], [0.62f, 0.38f, 0.64f, 0.36f, 0.1f, 0.9f]);
        Assert.Equal((Math.Abs(1 - 0.62 - 0.64) + 0.1) / 3, metrics.ExpectedCalibrationError, 1e-6);
    }

    [Fact]
    public void Right_and_certain_is_perfectly_calibrated_and_wrong_and_certain_not_at_all()
    {
        Assert.Equal(0, ClassificationMetrics.Compute(["a", "b"], [0, 1], [1f, 0f, 0f, 1f]).ExpectedCalibrationError);
        Assert.Equal(1, ClassificationMetrics.Compute(["a", "b"], [1, 0], [1f, 0f, 0f, 1f]).ExpectedCalibrationError);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(-0.1f)]
    [InlineData(1.5f)]
    [InlineData(float.PositiveInfinity)]
    public void What_is_no_probability_is_refused_by_place(float value)
    {
        var problem = Assert.Throws<InvalidInputException>(() => ClassificationMetrics.Compute(["a", "b"], [0, 1], [0.5f, 0.5f, 0.5f, value]));
        Assert.Contains("class 'b' for example 2", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_and_classes_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ClassificationMetrics.Compute(["a", "b"], [0], [0.5f]));
        Assert.Throws<ArgumentException>(() => ClassificationMetrics.Compute(["a", "b"], [], []));
        Assert.Throws<ArgumentException>(() => ClassificationMetrics.Compute(["a", "b"], [2], [0.5f, 0.5f]));
        Assert.Throws<ArgumentException>(() => ClassificationMetrics.Compute(["a", "b"], [-1], [0.5f, 0.5f]));
    }

    [Fact]
    public void As_json_it_has_the_names_of_the_contract()
    {
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(ClassificationMetrics.Compute(["a", "b"], [0], [1f, 0f]), CamelCase));
        Assert.Equal(
            ["examples", "accuracy", "macroF1", "ece", "loss", "classes", "confusion"],
            json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(
            ["name", "precision", "recall", "f1", "support"],
            json.RootElement.GetProperty("classes")[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal("[[1,0],[0,0]]", json.RootElement.GetProperty("confusion").GetRawText());
    }
}
