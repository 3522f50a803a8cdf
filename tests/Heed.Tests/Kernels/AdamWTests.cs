using Heed.Kernels;
using Heed.Kernels.Reference;
using static Heed.Tests.Kernels.Numbers;

namespace Heed.Tests.Kernels;

public class AdamWTests
{
    [Fact]
    public void Five_steps_agree_with_the_definition()
    {
        foreach (var length in (int[])[1, 8, 13, 20_011])
        {
            var (weights, m, v) = (Random(length, 1), new float[length], new float[length]);
            var expected = weights.Select(weight => (Weight: (double)weight, M: 0d, V: 0d)).ToArray();
            for (var step = 1; step <= 5; step++)
            {
                var gradient = Random(length, (ulong)step + 10);
                AdamWKernel.Step(weights, gradient, m, v, 0.01, 0.9, 0.98, 1e-6, 0.1, 1 - Math.Pow(0.9, step), 1 - Math.Pow(0.98, step), 0.5);
                for (var i = 0; i < length; i++)
                {
                    AdamWReference.Step(ref expected[i].Weight, 0.5 * gradient[i], ref expected[i].M, ref expected[i].V, 0.01, 0.9, 0.98,
                        1e-6, 0.1, step);
                }
            }

            AssertClose([.. expected.Select(one => (float)one.Weight)], weights, 1e-6, "weights");
            AssertClose([.. expected.Select(one => (float)one.M)], m, 1e-7, "m");
            AssertClose([.. expected.Select(one => (float)one.V)], v, 1e-7, "v");
        }
    }

    [Fact]
    public void Five_steps_with_the_largest_squares_and_a_decay_in_the_gradient_agree_with_the_definition()
    {
        foreach (var length in (int[])[1, 8, 13, 20_011])
        {
            var (weights, m, v, maximum) = (Random(length, 1), new float[length], new float[length], new float[length]);
            var expected = weights.Select(weight => (Weight: (double)weight, M: 0d, V: 0d, Maximum: 0d)).ToArray();
            for (var step = 1; step <= 5; step++)
            {
                // Smaller from step to step, so that the largest squares are not the last ones.
                var gradient = Random(length, (ulong)step + 10, 1f / step);
                AdamWKernel.Step(
                    weights, gradient, m, v, 0.01, 0.9, 0.6, 1e-6, 0, 1 - Math.Pow(0.9, step), 1 - Math.Pow(0.6, step), 0.5, 0.1, maximum);
                for (var i = 0; i < length; i++)
                {
                    AdamWReference.MaximumStep(ref expected[i].Weight, 0.5 * gradient[i], ref expected[i].M, ref expected[i].V, ref expected[i].Maximum,
                        0.01, 0.9, 0.6, 1e-6, 0.1, step);
                }
            }

            AssertClose([.. expected.Select(one => (float)one.Weight)], weights, 1e-6, "weights");
            AssertClose([.. expected.Select(one => (float)one.V)], v, 1e-7, "v");
            AssertClose([.. expected.Select(one => (float)one.Maximum)], maximum, 1e-7, "maximum");
        }
    }
}
