using Heed.Autograd;

namespace Heed.Tests.Operations;

public class CrossEntropyGoldenTests
{
    private const int Ignored = -100;

    [Fact]
    public void Cross_entropy_agrees_in_value_and_gradient() => Goldens.Each("cross_entropy", golden =>
    {
        var logits = golden.Tensor("logits");
        int[] targets = [.. golden.ReadIntegers("target").Select(target => target == golden.Parameter("ignore_index") ? Ignored : (int)target)];
        using var tape = new Tape();

        // [N, C, L] -> [N, L, C] -> [N * L, C]
        var rows = logits.Rank == 2 ? logits : Op.Transpose(logits, 1, 2).Reshape(targets.Length, logits.Shape[1]);
        var loss = Op.CrossEntropy(
            rows,
            targets,
            golden.HasInput("class_weight") ? golden.Read("class_weight") : null,
            (float)golden.Parameter("label_smoothing"),
            ReductionOf(golden));

        golden.Check("out", loss.Data);
        tape.Backward((loss, golden.Read("dout")));
        golden.Check("d_logits", logits.Gradient);
    });

    [Fact]
    public void Cross_entropy_against_distributions_agrees_in_value_and_gradient() => Goldens.Each("cross_entropy_soft", golden =>
    {
        var logits = golden.Tensor("logits");
        using var tape = new Tape();

        var loss = Op.SoftCrossEntropy(
            logits, golden.Read("target_probs"), labelSmoothing: (float)golden.Parameter("label_smoothing"), reduction: ReductionOf(golden));

        golden.Check("out", loss.Data);
        tape.Backward((loss, golden.Read("dout")));
        golden.Check("d_logits", logits.Gradient);
    });

    [Fact]
    public void A_sum_over_nothing_is_zero_and_a_mean_over_nothing_is_no_number()
    {
        var logits = Tensor.From([1, 2, 3, 4], 2, 2);
        Assert.Equal(0, Op.CrossEntropy(logits, [Ignored, Ignored], reduction: Reduction.Sum).Item());
        Assert.True(float.IsNaN(Op.CrossEntropy(logits, [Ignored, Ignored]).Item()));
    }

    [Fact]
    public void A_distribution_on_one_class_costs_what_the_class_costs_weights_included()
    {
        float[] weights = [0.5f, 2, 1];
        var logits = Tensor.From([0.3f, -1.2f, 2], 1, 3);
        using var tape = new Tape();
        var hard = Op.CrossEntropy(logits, [1], weights, 0.1f, Reduction.Sum);
        Assert.Equal(hard.Item(), Op.SoftCrossEntropy(logits, [0, 1, 0], weights, 0.1f).Item(), 1e-5);
    }

    private static Reduction ReductionOf(OperatorCase golden) =>
        Enum.Parse<Reduction>(golden.Parameters.GetProperty("reduction").GetString()!, ignoreCase: true);
}
