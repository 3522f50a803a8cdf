using Heed.Kernels;
using Heed.Kernels.Reference;
using static Heed.Tests.Kernels.Numbers;

namespace Heed.Tests.Kernels;

public class RotaryTests
{
    [Theory]
    [InlineData(3, 2)]
    [InlineData(2, 10)]
    [InlineData(5, 32)]
    public void Heads_are_turned_by_their_position(int numHeads, int headDim)
    {
        int[] positions = [0, 1, 5, 3, 211, 17, 0];
        var (width, xStride, yStride) = (numHeads * headDim, (numHeads * headDim) + 3, (numHeads * headDim) + 5);
        var (x, y) = (Random(positions.Length * xStride, 1), Random(positions.Length * yStride, 2));
        foreach (var (inverse, layout) in ((bool, RotaryLayout)[])[(false, RotaryLayout.Halves), (true, RotaryLayout.Halves), (false, RotaryLayout.Interleaved), (true, RotaryLayout.Interleaved)])
        {
            var expected = (float[])y.Clone();
            for (var row = 0; row < positions.Length; row++)
            {
                for (var column = 0; column < width; column += headDim)
                {
                    RotaryReference.Apply(x.AsSpan((row * xStride) + column, headDim), positions[row],
                        expected.AsSpan((row * yStride) + column, headDim), 10_000, inverse, layout);
                }
            }

            var actual = (float[])y.Clone();
            RotaryKernel.Apply(x, xStride, positions, actual, yStride, numHeads, headDim, 10_000, inverse, layout: layout);
            AssertClose(expected, actual, 2e-5);
        }
    }

    [Fact]
    public void The_inverse_turns_back_in_place()
    {
        int[] positions = [4, 0, 9];
        var x = Random(3 * 24, 1);
        var y = (float[])x.Clone();
        RotaryKernel.Apply(y, 24, positions, y, 24, 3, 8, 500, inverse: false);
        RotaryKernel.Apply(y, 24, positions, y, 24, 3, 8, 500, inverse: true);
        AssertClose(x, y, 5e-7);
    }
}
