using Heed.Kernels;
using Heed.Kernels.Reference;
using static Heed.Tests.Kernels.Numbers;

namespace Heed.Tests.Kernels;

public class ActivationTests
{
    private delegate void ForwardKernel(ReadOnlySpan<float> x, Span<float> y);

    private delegate void BackwardKernel(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx);

    private static readonly (string Name, ForwardKernel Forward, BackwardKernel Backward, Func<double, double> Value, Func<double,
        double> Slope)[] Functions =
    [
        ("gelu", ActivationKernel.Gelu, ActivationKernel.GeluBackward, ActivationReference.Gelu, ActivationReference.GeluDerivative),
        ("gelu tanh", ActivationKernel.GeluTanh, ActivationKernel.GeluTanhBackward, ActivationReference.GeluTanh,
            ActivationReference.GeluTanhDerivative),
        ("relu", ActivationKernel.Relu, ActivationKernel.ReluBackward, ActivationReference.Relu, ActivationReference.ReluDerivative),
        ("tanh", ActivationKernel.Tanh, ActivationKernel.TanhBackward, Math.Tanh, ActivationReference.TanhDerivative),
        ("sigmoid", ActivationKernel.Sigmoid, ActivationKernel.SigmoidBackward, ActivationReference.Sigmoid, ActivationReference.SigmoidDerivative),
        ("silu", ActivationKernel.Silu, ActivationKernel.SiluBackward, ActivationReference.Silu, ActivationReference.SiluDerivative),
    ];

    [Fact]
    public void Values_and_slopes_agree_with_double_precision()
    {
        var x = Enumerable.Range(-6007, 12_015).Select(i => i / 500f).Append(-30f).Append(40f).ToArray();
        var dy = Random(x.Length, 1);
        foreach (var (name, forward, backward, value, slope) in Functions)
        {
            var (y, dx) = (new float[x.Length], Random(x.Length, 2));
            var expected = dx.Select((start, i) => (float)(start + (dy[i] * slope(x[i])))).ToArray();
            forward(x, y);
            backward(x, dy, dx);
            AssertClose([.. x.Select(v => (float)value(v))], y, 3e-7, name);
            AssertClose(expected, dx, 6e-7, name + " backward");
        }
    }

    [Fact]
    public void A_gated_gelu_is_the_product_of_its_halves()
    {
        var (rows, dim) = (5, 23);
        var (x, dy) = (Random(rows * 2 * dim, 1, 3), Random(rows * dim, 2));
        var (y, dx) = (new float[rows * dim], Random(rows * 2 * dim, 3));
        var (expected, dExpected) = (new float[rows * dim], (float[])dx.Clone());
        for (var r = 0; r < rows; r++)
        {
            for (var i = 0; i < dim; i++)
            {
                var (a, b, flow) = ((double)x[(r * 2 * dim) + i], x[(r * 2 * dim) + dim + i], dy[(r * dim) + i]);
                expected[(r * dim) + i] = (float)(ActivationReference.Gelu(a) * b);
                dExpected[(r * 2 * dim) + i] += (float)(flow * b * ActivationReference.GeluDerivative(a));
                dExpected[(r * 2 * dim) + dim + i] += (float)(flow * ActivationReference.Gelu(a));
            }
        }

        GatedActivationKernel.GeGlu(x, y, rows, dim);
        GatedActivationKernel.GeGluBackward(x, dy, dx, rows, dim);
        AssertClose(expected, y, 1e-6);
        AssertClose(dExpected, dx, 2e-6);
    }
}
