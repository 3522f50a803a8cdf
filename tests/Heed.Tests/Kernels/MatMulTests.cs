using Heed.Kernels;
using Heed.Kernels.Reference;
using static Heed.Tests.Kernels.Numbers;

namespace Heed.Tests.Kernels;

[Collection(TeamOf.Collection)]
public class MatMulTests
{
    // Both sides of every edge: the thin path, a register tile, a panel, a block of k, a block of C.
    public static readonly TheoryData<int, int, int> Shapes = new()
    {
        { 1, 1, 1 }, { 1, 31, 7 }, { 2, 33, 29 }, { 7, 61, 257 }, { 8, 130, 3 }, { 9, 16, 5 }, { 11, 13, 17 }, { 12, 32, 256 },
        { 13, 47, 259 }, { 97, 17, 41 }, { 23, 263, 19 }, { 101, 271, 521 }, { 5, 3, 0 },
        { 1, 97, 67 }, { 3, 199, 131 }, { 4, 101, 257 }, { 6, 4099, 67 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void All_forms_agree_with_the_definition(int m, int n, int k)
    {
        foreach (var (transposeA, transposeB, accumulate, hasBias) in
            from a in (bool[])[false, true]
            from b in (bool[])[false, true]
            from c in (bool[])[false, true]
            from d in (bool[])[false, true]
            select (a, b, c, d))
        {
            // Rows further apart than they are long.
            var (aStride, bStride, cStride) = ((transposeA ? m : k) + 3, (transposeB ? k : n) + 5, n + 2);
            var a = Random(aStride * Math.Max(1, transposeA ? k : m), 1);
            var b = Random(bStride * Math.Max(1, transposeB ? n : k), 2);
            var bias = hasBias ? Random(n, 3) : [];
            var expected = Random(cStride * m, 4);
            var actual = (float[])expected.Clone();
            MatMulReference.Multiply(a, aStride, transposeA, b, bStride, transposeB, expected, cStride, m, n, k, accumulate, bias);
            MatMulKernel.Multiply(a, aStride, transposeA, b, bStride, transposeB, actual, cStride, m, n, k, accumulate, bias);
            AssertClose(expected, actual, 3e-8 * (20 + k), $"m {m} n {n} k {k} A' {transposeA} B' {transposeB} += {accumulate} bias {hasBias}");
        }
    }

    [Fact]
    public void A_deep_product_goes_through_several_slabs()
    {
        var (m, n, k) = (9, 300, 5003);
        var (a, b, bias) = (Random(k * m, 1), Random(k * n, 2), Random(n, 3));
        foreach (var accumulate in (bool[])[false, true])
        {
            var expected = Random(m * n, 4);
            var actual = (float[])expected.Clone();
            MatMulReference.Multiply(a, m, true, b, n, false, expected, n, m, n, k, accumulate, bias);
            MatMulKernel.Multiply(a, m, true, b, n, false, actual, n, m, n, k, accumulate, bias);
            AssertClose(expected, actual, 3e-8 * k);
        }
    }

    [Theory]
    [InlineData(1, 301, 401)]
    [InlineData(5, 301, 401)]
    [InlineData(211, 307, 401)]
    public void Any_number_of_threads_gives_the_same_bits(int m, int n, int k)
    {
        var (a, b) = (Random(m * k, 1), Random(n * k, 2));
        foreach (var transposeB in (bool[])[false, true])
        {
            AssertSameBitsOnAnyTeam(() =>
            {
                var c = new float[m * n];
                MatMulKernel.Multiply(a, k, false, b, transposeB ? k : n, transposeB, c, n, m, n, k);
                return c;
            });
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_row_of_a_thin_product_has_the_same_bits_whatever_rows_stand_beside_it(bool transposeB)
    {
        var (n, k) = (211, 307);
        var (a, b) = (Random(8 * k, 1), Random(n * k, 2));
        var row = new float[n];
        MatMulKernel.Multiply(a, k, false, b, transposeB ? k : n, transposeB, row, n, 1, n, k);
        for (var m = 2; m <= 8; m++)
        {
            var c = new float[m * n];
            MatMulKernel.Multiply(a, k, false, b, transposeB ? k : n, transposeB, c, n, m, n, k);
            Assert.Equal(row, c[..n]);
        }
    }

    [Fact]
    public void Too_short_a_span_is_refused()
    {
        var thrown = Assert.Throws<ArgumentException>(() => MatMulKernel.Multiply(new float[11], 4, false, new float[20], 5, false,
            new float[15], 5, 3, 5, 4));
        Assert.Contains("a has 11 elements, 12 are needed", thrown.Message);
    }
}
