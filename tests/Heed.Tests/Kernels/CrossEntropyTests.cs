using Heed.Kernels;
using Heed.Kernels.Reference;
using static Heed.Tests.Kernels.Numbers;

namespace Heed.Tests.Kernels;

public class CrossEntropyTests
{
    [Theory]
    [InlineData(1, 2, 0f, false)]
    [InlineData(7, 3, 0.1f, false)]
    [InlineData(11, 5, 0f, true)]
    [InlineData(13, 17, 0.1f, true)]
    [InlineData(5, 1031, 0.3f, true)]
    public void Losses_and_gradients_agree_with_the_definition(int rows, int classes, float smoothing, bool weighted)
    {
        var logits = Random(rows * classes, 1, 5);
        var weights = weighted ? [.. Random(classes, 2).Select(MathF.Abs)] : Array.Empty<float>();
        var targets = Enumerable.Range(0, rows).Select(row => row % 4 == 3 ? CrossEntropyKernel.Ignored : row * 7 % classes).ToArray();
        var (losses, maxima, sums, dLogits, dOverwritten) = (new float[rows], new float[rows], new float[rows], Random(logits.Length, 3), Random(logits.Length, 4));
        var (dExpected, dAlone) = ((float[])dLogits.Clone(), new float[logits.Length]);
        var (loss, weight) = CrossEntropyKernel.Forward(logits, targets, weights, smoothing, losses, maxima, sums, rows, classes);
        CrossEntropyKernel.Backward(logits, targets, weights, smoothing, maxima, sums, 0.7f, dLogits, rows, classes);
        CrossEntropyKernel.Backward(logits, targets, weights, smoothing, maxima, sums, 0.7f, dOverwritten, rows, classes, accumulate: false);
        var (expectedLoss, expectedWeight) = (0d, 0d);
        for (var row = 0; row < rows; row++)
        {
            var part = (row * classes)..((row + 1) * classes);
            if (targets[row] != CrossEntropyKernel.Ignored)
            {
                // Smoothing spreads the share of each class by its own weight, the target's share by the target's weight.
                var w = weighted ? weights[targets[row]] : 1;
                var smooth = Enumerable.Repeat(smoothing / (double)classes, classes).ToArray();
                smooth[targets[row]] += 1d - smoothing;
                var expected = CrossEntropyReference.Row(logits[part], smooth, weights, 0.7, dExpected.AsSpan(part));
                CrossEntropyReference.Row(logits[part], smooth, weights, 0.7, dAlone.AsSpan(part));
                Assert.Equal(expected, losses[row], 1e-5 * Math.Max(1, expected));
                (expectedLoss, expectedWeight) = (expectedLoss + expected, expectedWeight + w);
            }
            else
            {
                Assert.Equal(0, losses[row]);
            }
        }

        Assert.Equal(expectedLoss, loss, 1e-5 * Math.Max(1, expectedLoss));
        Assert.Equal(expectedWeight, weight, 1e-6);
        AssertClose(dExpected, dLogits, 2e-6, "dlogits, added");
        AssertClose(dAlone, dOverwritten, 2e-6, "dlogits, overwritten");
    }

    [Fact]
    public void Losses_and_gradients_agree_with_PyTorch()
    {
        var cases = Goldens.Operator("cross_entropy").Where(@case => @case.Shape("logits").Length == 2).ToList();
        Assert.True(cases.Count > 20);
        foreach (var golden in cases)
        {
            var (logits, smoothing) = (golden.Read("logits"), (float)golden.Parameter("label_smoothing", 0));
            var (rows, classes) = (golden.Shape("logits")[0], golden.Shape("logits")[1]);
            var reduction = golden.Parameters.TryGetProperty("reduction", out var name) ? name.GetString() : "mean";
            var (losses, maxima, sums, dLogits, flow) = (new float[rows], new float[rows], new float[rows], new float[logits.Length], golden.Read("dout"));
            var weights = golden.Parameters.TryGetProperty("weighted", out var weighted) && weighted.GetBoolean() ? golden.Read("class_weight") : [];
            var isSoft = golden.Id.StartsWith("ce_soft", StringComparison.Ordinal);
            var ignored = golden.Parameter("ignore_index", -100);
            var targets = isSoft ? [] : golden.ReadIntegers("target").Select(target => target == ignored ? CrossEntropyKernel.Ignored : (int)target).ToArray();
            var softTargets = isSoft ? golden.Read("target_probs") : [];
            var (loss, weight) = isSoft
                ? CrossEntropyKernel.ForwardSoft(logits, softTargets, weights, smoothing, losses, maxima, sums, rows, classes)
                : CrossEntropyKernel.Forward(logits, targets, weights, smoothing, losses, maxima, sums, rows, classes);
            var expected = golden.Read("out");
            if (weight == 0)
            {
                // The mean over nothing.
                Assert.True(float.IsNaN(expected[0]) && double.IsNaN(loss / weight), golden.Id);
                continue;
            }

            AssertClose(expected, reduction switch { "mean" => [(float)(loss / weight)], "sum" => [(float)loss], _ => losses },
                golden.Tolerance("out"), golden.Id);
            var (scale, rowScales) = reduction switch { "mean" => (flow[0] / weight, []), "sum" => (flow[0], []), _ => (1d, flow) };
            if (isSoft)
            {
                CrossEntropyKernel.BackwardSoft(logits, softTargets, weights, smoothing, maxima, sums, (float)scale, dLogits, rows, classes, true, rowScales);
            }
            else
            {
                CrossEntropyKernel.Backward(logits, targets, weights, smoothing, maxima, sums, (float)scale, dLogits, rows, classes, true, rowScales);
            }

            AssertClose(golden.Read("d_logits"), dLogits, golden.Tolerance("d_logits"), golden.Id);
        }
    }

    [Fact]
    public void Logits_near_a_thousand_lose_nothing()
    {
        float[] logits = [1000, 1001, 999];
        var (losses, maxima, sums, dLogits) = (new float[1], new float[1], new float[1], new float[3]);
        CrossEntropyKernel.Forward(logits, [1], [], 0, losses, maxima, sums, 1, 3);
        CrossEntropyKernel.Backward(logits, [1], [], 0, maxima, sums, 1, dLogits, 1, 3);
        AssertClose([0.24472847f, 0.66524096f - 1, 0.09003057f], dLogits, 1e-7);
        Assert.Equal(0.40760596f, losses[0], 1e-6);
    }

    [Fact]
    public void A_target_that_is_no_class_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CrossEntropyKernel.Forward([0, 0], [2], [], 0, new float[1], new float[1], new float[1], 1, 2));
}
