using Heed.Kernels;
using Heed.Kernels.Reference;
using static Heed.Tests.Kernels.Numbers;

namespace Heed.Tests.Kernels;

[Collection(TeamOf.Collection)]
public class OrthogonalTests
{
    [Theory]
    [InlineData(1, 7)]
    [InlineData(7, 1)]
    [InlineData(5, 11)]
    [InlineData(11, 5)]
    [InlineData(13, 13)]
    [InlineData(37, 103)]
    [InlineData(103, 37)]
    public void Wide_tall_and_square_matrices_agree_with_the_definition(int rows, int columns)
    {
        var matrix = Random(rows * columns, 3, scale: 7);
        var expected = OrthogonalReference.Run(ToMatrix(matrix, rows, columns));
        AssertClose([.. expected.Cast<double>().Select(element => (float)element)], Orthogonal(matrix, rows, columns), 2e-5);
    }

    [Fact]
    public void Every_singular_value_of_a_diagonal_matrix_goes_its_own_way()
    {
        float[] diagonal = [1, 0.5f, 0.1f, 0.03f, 0.01f];
        var matrix = new float[25];
        for (var i = 0; i < 5; i++)
        {
            matrix[6 * i] = diagonal[i];
        }

        var norm = Math.Sqrt(diagonal.Sum(value => (double)value * value)) + 1e-7;
        var found = Orthogonal(matrix, 5, 5);
        for (var i = 0; i < 25; i++)
        {
            Assert.Equal(i % 6 == 0 ? OrthogonalReference.OfSingularValue(diagonal[i / 6] / norm) : 0, found[i], 1e-5);
        }
    }

    [Theory]
    [InlineData(0.002)]
    [InlineData(0.01)]
    [InlineData(0.1)]
    [InlineData(0.7)]
    [InlineData(1)]
    public void Five_steps_bring_a_singular_value_near_1(double value) => Assert.InRange(OrthogonalReference.OfSingularValue(value), 0.68, 1.21);

    [Fact]
    public void A_rotation_stays_one_but_for_its_length()
    {
        // A turn of the plane by 0.3 beside one by 1.1: all singular values are alike and stay so.
        var matrix = new float[16];
        foreach (var (at, angle) in ((int, float)[])[(0, 0.3f), (2, 1.1f)])
        {
            (matrix[(at * 4) + at], matrix[(at * 4) + at + 1]) = (MathF.Cos(angle), -MathF.Sin(angle));
            (matrix[(at * 4) + 4 + at], matrix[(at * 4) + at + 5]) = (MathF.Sin(angle), MathF.Cos(angle));
        }

        var length = (float)OrthogonalReference.OfSingularValue(0.5);
        AssertClose([.. matrix.Select(element => length * element)], Orthogonal(matrix, 4, 4), 1e-5);
        Assert.InRange(length, 0.68f, 1.21f);
    }

    [Fact]
    public void Zeros_stay_zeros() => Assert.All(Orthogonal(new float[6], 2, 3), element => Assert.Equal(0, element));

    [Fact]
    public void The_result_does_not_depend_on_the_number_of_threads() => AssertSameBitsOnAnyTeam(() => Orthogonal(Random(131 * 257, 4), 131, 257));

    [Fact]
    public void A_warm_run_allocates_nothing()
    {
        var (matrix, work) = (Random(67 * 131, 5), new float[OrthogonalKernel.WorkLength(67, 131)]);
        for (var i = 0; i < 5; i++)
        {
            OrthogonalKernel.Run(matrix, 67, 131, work);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        OrthogonalKernel.Run(matrix, 67, 131, work);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    internal static float[] Orthogonal(ReadOnlySpan<float> matrix, int rows, int columns)
    {
        var result = matrix.ToArray();
        var work = new float[OrthogonalKernel.WorkLength(rows, columns)];
        work.AsSpan().Fill(float.NaN);
        OrthogonalKernel.Run(result, rows, columns, work);
        return result;
    }

    internal static double[,] ToMatrix(ReadOnlySpan<float> values, int rows, int columns)
    {
        var matrix = new double[rows, columns];
        for (var i = 0; i < values.Length; i++)
        {
            matrix[i / columns, i % columns] = values[i];
        }

        return matrix;
    }
}
