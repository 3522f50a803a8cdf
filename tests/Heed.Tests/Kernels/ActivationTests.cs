using Heed.Kernels;
using Heed.Kernels.Reference;
using static Heed.Tests.Kernels.Numbers;

namespace Heed.Tests.Kernels;

public class ActivationTests
{
    [Fact]
    public void Values_and_slopes_agree_with_double_precision()
    {
        var x = Enumerable.Range(-6007, 12_015).Select(i => i / 500f).Append(-30f).Append(40f).ToArray();
        var dy = Random(x.Length, 1);
        foreach (var activation in Enum.GetValues<Activation>())
        {
            var (y, dx, dOverwritten) = (new float[x.Length], Random(x.Length, 2), (float[])dy.Clone());
            var flow = x.Select((v, i) => dy[i] * ActivationReference.Derivative(activation, v)).ToArray();
            var expected = dx.Select((start, i) => (float)(start + flow[i])).ToArray();
            ActivationKernel.Forward(activation, x, y);
            ActivationKernel.Backward(activation, x, dy, dx);
            ActivationKernel.Backward(activation, x, dOverwritten, dOverwritten, accumulate: false);
            AssertClose([.. x.Select(v => (float)ActivationReference.Value(activation, v))], y, 3e-7, $"{activation}");
            AssertClose(expected, dx, 6e-7, $"{activation} backward, added");
            AssertClose([.. flow.Select(value => (float)value)], dOverwritten, 6e-7, $"{activation} backward, in place");
        }
    }

    [Fact]
    public void A_gated_activation_is_the_product_of_its_halves()
    {
        var (rows, dim, stride) = (5, 23, 51);
        foreach (var activation in Enum.GetValues<Activation>())
        {
            foreach (var accumulate in (bool[])[false, true])
            {
                var (a, b, dy) = (Random(rows * stride, 1, 3), Random(rows * stride, 2, 3), Random(rows * dim, 3));
                var (y, da, db) = (new float[rows * dim], Random(a.Length, 4), Random(b.Length, 5));
                var (expected, daExpected, dbExpected) = (new float[rows * dim], (float[])da.Clone(), (float[])db.Clone());
                for (var r = 0; r < rows; r++)
                {
                    for (var i = 0; i < dim; i++)
                    {
                        var (at, flow) = ((r * stride) + i, dy[(r * dim) + i]);
                        var value = ActivationReference.Value(activation, a[at]);
                        expected[(r * dim) + i] = (float)(value * b[at]);
                        daExpected[at] = (float)((accumulate ? da[at] : 0) + (flow * b[at] * ActivationReference.Derivative(activation, a[at])));
                        dbExpected[at] = (float)((accumulate ? db[at] : 0) + (flow * value));
                    }
                }

                GatedActivationKernel.Forward(activation, a, b, stride, y, rows, dim);
                GatedActivationKernel.Backward(activation, a, b, stride, dy, da, db, rows, dim, accumulate);
                AssertClose(expected, y, 2e-6, $"{activation}");
                AssertClose(daExpected, da, 2e-6, $"{activation} da");
                AssertClose(dbExpected, db, 2e-6, $"{activation} db");
            }
        }
    }
}
