namespace Heed.Kernels.Reference;

/// <summary>The matrix product as its definition has it; <see cref="MatMulKernel"/> is tested against it.</summary>
public static class MatMulReference
{
    /// <summary>C[m, n] (+)= op(A)[m, k] op(B)[k, n] (+ bias[n]).</summary>
    public static void Multiply(
        ReadOnlySpan<float> a,
        int aStride,
        bool transposeA,
        ReadOnlySpan<float> b,
        int bStride,
        bool transposeB,
        Span<float> c,
        int cStride,
        int m,
        int n,
        int k,
        bool accumulate = false,
        ReadOnlySpan<float> bias = default)
    {
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = bias.IsEmpty ? 0d : bias[j];
                for (var l = 0; l < k; l++)
                {
                    var left = transposeA ? a[(l * aStride) + i] : a[(i * aStride) + l];
                    var right = transposeB ? b[(j * bStride) + l] : b[(l * bStride) + j];
                    sum += (double)left * right;
                }

                ref var target = ref c[(i * cStride) + j];
                target = (float)(accumulate ? target + sum : sum);
            }
        }
    }
}
