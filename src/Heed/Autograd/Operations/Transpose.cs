using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>Two axes exchanged, by default the last two: y = x^T. Backward: dx += dy^T.</summary>
    /// <param name="x">Any shape of two axes or more.</param>
    /// <param name="first">An axis; negative ones count from the end.</param>
    /// <param name="second">Another.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public static Tensor Transpose(Tensor x, int first = -2, int second = -1)
    {
        Check.Axis(x, ref first, nameof(Transpose));
        Check.Axis(x, ref second, nameof(Transpose));
        if (first == second)
        {
            return x;
        }

        (first, second) = (Math.Min(first, second), Math.Max(first, second));

        int[] shape = [.. x.Shape];
        (shape[first], shape[second]) = (shape[second], shape[first]);
        // [before, m, between, n, after] -> [before, n, between, m, after]
        var (m, n) = (x.Shape[first], x.Shape[second]);
        var (between, after) = (Tensor.LengthOf(x.Shape[(first + 1)..second]), Tensor.LengthOf(x.Shape[(second + 1)..]));
        var y = Tape.New(shape);
        for (var block = 0; block < x.Length / Math.Max(1, after); block++)
        {
            x.Data.Slice(block * after, after).CopyTo(y.Data.Slice(Place(block) * after, after));
        }

        return !Tape.Records(x) ? y : Tape.Record(y, () =>
        {
            for (var block = 0; block < x.Length / Math.Max(1, after); block++)
            {
                VectorKernel.AddTo(y.Gradient.Slice(Place(block) * after, after), x.GradientToAddTo().Slice(block * after, after));
            }
        });

        int Place(int block)
        {
            var (j, c, i, b) = (block % n, block / n % between, block / n / between % m, block / n / between / m);
            return (((((b * n) + j) * between) + c) * m) + i;
        }
    }
}
