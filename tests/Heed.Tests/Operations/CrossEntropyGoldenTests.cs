using Heed.Autograd;

namespace Heed.Tests.Operations;

/// <summary>Heed's loss is the mean; the other reductions follow from it, the sum by the mean's divisor and single rows one by one.</summary>
public class CrossEntropyGoldenTests
{
    private const int Ignored = -100;

    [Fact]
    public void Mean_cross_entropy_agrees_in_value_and_gradient() => Goldens.Each("cross_entropy", golden => ReductionOf(golden) == "mean", golden =>
    {
        var (logits, rows) = RowsOf(golden);
        using var tape = new Tape();

        var loss = Loss(golden, rows, TargetsOf(golden));

        golden.Check("out", loss.Data);
        tape.Backward((loss, golden.Read("dout")));
        CheckGradient(golden, logits.Gradient);
    });

    [Fact]
    public void The_mean_times_its_divisor_agrees_with_the_sum() => Goldens.Each("cross_entropy", golden => ReductionOf(golden) == "sum", golden =>
    {
        var (logits, rows) = RowsOf(golden);
        var targets = TargetsOf(golden);
        using var tape = new Tape();

        var loss = Op.Scale(Loss(golden, rows, targets), targets.Sum(target => WeightOf(golden, target)));

        golden.Check("out", loss.Data);
        tape.Backward((loss, golden.Read("dout")));
        CheckGradient(golden, logits.Gradient);
    });

    [Fact]
    public void Each_row_alone_agrees_with_the_unreduced_loss() => Goldens.Each("cross_entropy", golden => ReductionOf(golden) == "none", golden =>
    {
        var (logits, rows) = RowsOf(golden);
        var targets = TargetsOf(golden);
        var upstream = golden.Read("dout");
        var losses = new float[targets.Length];
        using var tape = new Tape();
        for (var row = 0; row < targets.Length; row++)
        {
            if (targets[row] != Ignored)
            {
                var loss = Op.Scale(Loss(golden, rows.Slice(row, row + 1), [targets[row]]), WeightOf(golden, targets[row]));
                losses[row] = loss.Item();
                tape.Backward((loss, [upstream[row]]));
            }
        }

        golden.Check("out", losses);
        CheckGradient(golden, logits.Gradient);
    });

    [Fact]
    public void Cross_entropy_against_distributions_agrees_in_value_and_gradient() => Goldens.Each("cross_entropy_soft", golden =>
    {
        var logits = golden.Tensor("logits");
        using var tape = new Tape();

        var loss = Op.SoftCrossEntropy(logits, golden.Read("target_probs"), labelSmoothing: (float)golden.Parameter("label_smoothing"));

        golden.Check("out", loss.Data);
        tape.Backward((loss, golden.Read("dout")));
        golden.Check("d_logits", logits.Gradient);
    });

    [Fact]
    public void A_distribution_on_one_class_costs_what_the_class_costs_weights_included()
    {
        float[] weights = [0.5f, 2, 1];
        var logits = Tensor.From([0.3f, -1.2f, 2], 1, 3);
        using var tape = new Tape();
        var hard = Op.Scale(Op.CrossEntropy(logits, [1], weights, 0.1f), weights[1]);
        Assert.Equal(hard.Item(), Op.SoftCrossEntropy(logits, [0, 1, 0], weights, 0.1f).Item(), 1e-5);
    }

    private static Tensor Loss(OperatorCase golden, Tensor rows, int[] targets) => Op.CrossEntropy(
        rows,
        targets,
        golden.HasInput("class_weight") ? golden.Read("class_weight") : null,
        (float)golden.Parameter("label_smoothing"));

    private static string ReductionOf(OperatorCase golden) => golden.Parameters.GetProperty("reduction").GetString()!;

    /// <summary>The logits as a parameter, and as rows of classes; [N, C, L] becomes [N, L, C].</summary>
    private static (Tensor Parameter, Tensor Rows) RowsOf(OperatorCase golden)
    {
        var shape = golden.Shape("logits");
        if (shape.Length == 2)
        {
            var rows = golden.Tensor("logits");
            return (rows, rows);
        }

        var logits = Tensor.Parameter(Axes.SwapShape(shape, 1, 2));
        Axes.Swap(golden.Read("logits"), shape, 1, 2).CopyTo(logits.Data);
        return (logits, logits.Reshape(logits.Rows, logits.Columns));
    }

    private static int[] TargetsOf(OperatorCase golden) =>
        [.. golden.ReadIntegers("target").Select(target => target == golden.Parameter("ignore_index") ? Ignored : (int)target)];

    private static float WeightOf(OperatorCase golden, int target) =>
        target == Ignored ? 0 : golden.HasInput("class_weight") ? golden.Read("class_weight")[target] : 1;

    private static void CheckGradient(OperatorCase golden, ReadOnlySpan<float> gradient)
    {
        var shape = golden.Shape("logits");
        var expected = golden.Read("d_logits");
        OperatorCase.Check("d_logits", shape.Length == 2 ? expected : Axes.Swap(expected, shape, 1, 2), gradient, golden.Tolerance("d_logits"));
    }
}
