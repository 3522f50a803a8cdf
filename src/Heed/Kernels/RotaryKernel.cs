using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Heed.Kernels.Lanes;

namespace Heed.Kernels;

/// <summary>
/// Rotary position embedding (Su et al. 2021): within a head, the two dimensions of pair i (see <see cref="RotaryLayout"/>) are turned
/// together by the angle position * theta^(-2i / headDim).
/// </summary>
public static unsafe class RotaryKernel
{
    /// <summary>
    /// With (j, k) the dimensions of pair i: y_j = x_j cos a_i - x_k sin a_i, y_k = x_k cos a_i + x_j sin a_i. The inverse turns the
    /// other way, which is also the backward pass. y may be x.
    /// </summary>
    /// <param name="x">[tokens, numHeads * headDim], rows <paramref name="xStride"/> apart.</param>
    /// <param name="positions">[tokens], not negative.</param>
    /// <param name="y">[tokens, numHeads * headDim], rows <paramref name="yStride"/> apart.</param>
    /// <param name="headDim">Even.</param>
    /// <param name="theta">Base of the geometric series of wave lengths.</param>
    /// <param name="scaling">What becomes of the frequencies; null for nothing.</param>
    /// <param name="layout">Which dimensions are a pair.</param>
    public static void Apply(
        ReadOnlySpan<float> x, int xStride, ReadOnlySpan<int> positions, Span<float> y, int yStride, int numHeads, int headDim, float theta,
        bool inverse, RotaryScaling? scaling = null, RotaryLayout layout = RotaryLayout.Halves)
    {
        Require.Shape(headDim % 2 == 0, "an even headDim");
        Require.Length(x, Require.Matrix(positions.Length, numHeads * headDim, xStride));
        Require.Length(y, Require.Matrix(positions.Length, numHeads * headDim, yStride));
        var last = -1;
        foreach (var position in positions)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(position, nameof(positions));
            last = Math.Max(last, position);
        }

        var table = RotaryTable.For(headDim, theta, scaling, layout, last + 1);
        fixed (float* px = x, py = y, pCosines = table.Cosines, pSines = table.Sines)
        fixed (int* pPositions = positions)
        {
            var work = new Work
            {
                Split = new RowSplit(positions.Length, numHeads * headDim), X = px, XStride = xStride, Y = py, YStride = yStride,
                Positions = pPositions, Cosines = pCosines, Sines = pSines, NumHeads = numHeads, Half = headDim / 2, Inverse = inverse, Layout = layout,
            };
            Team.Run(ref work, work.Split.Items);
        }
    }

    private struct Work : IParallelWork
    {
        public RowSplit Split;
        public float* X;
        public int XStride;
        public float* Y;
        public int YStride;
        public int* Positions;
        public float* Cosines;
        public float* Sines;
        public int NumHeads;
        public int Half;
        public bool Inverse;
        public RotaryLayout Layout;

        public readonly void Run(int item)
        {
            for (var row = Split.First(item); row < Split.End(item); row++)
            {
                for (var head = 0; head < NumHeads; head++)
                {
                    var column = head * 2 * Half;
                    Turn(X + ((long)row * XStride) + column, Y + ((long)row * YStride) + column, Cosines + ((long)Positions[row] * Half),
                        Sines + ((long)Positions[row] * Half));
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Turn(float* x, float* y, float* cosines, float* sines)
        {
            var half = Half;
            var sign = Inverse ? -1f : 1f;
            var i = 0;
            for (; Layout == RotaryLayout.Halves && i + 8 <= half; i += 8)
            {
                Vector256<float> a = Vector256.Load(x + i), b = Vector256.Load(x + half + i);
                Vector256<float> cosine = Vector256.Load(cosines + i), sine = Vector256.Create(sign) * Vector256.Load(sines + i);
                MultiplyAdd(a, cosine, -(b * sine)).Store(y + i);
                MultiplyAdd(b, cosine, a * sine).Store(y + half + i);
            }

            for (; i < half; i++)
            {
                var (j, k) = Layout == RotaryLayout.Halves ? (i, half + i) : (2 * i, (2 * i) + 1);
                var (a, b, sine) = (x[j], x[k], sign * sines[i]);
                y[j] = (a * cosines[i]) - (b * sine);
                y[k] = (b * cosines[i]) + (a * sine);
            }
        }
    }
}
