using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Heed.Kernels.Lanes;

namespace Heed.Kernels;

/// <summary>
/// Rotary position embedding (Su et al. 2021) in the halves layout ("rotate_half"): within a head, dimensions i and
/// i + headDim / 2 are turned together by the angle position * theta^(-2i / headDim).
/// </summary>
public static unsafe class RotaryKernel
{
    /// <summary>
    /// y_i = x_i cos a_i - x_(i + h) sin a_i, y_(i + h) = x_(i + h) cos a_i + x_i sin a_i with h = headDim / 2. The inverse turns
    /// the other way, which is also the backward pass. y may be x.
    /// </summary>
    /// <param name="x">[tokens, numHeads * headDim], rows <paramref name="xStride"/> apart.</param>
    /// <param name="positions">[tokens], not negative.</param>
    /// <param name="y">[tokens, numHeads * headDim], rows <paramref name="yStride"/> apart.</param>
    /// <param name="headDim">Even.</param>
    /// <param name="theta">Base of the geometric series of wave lengths.</param>
    /// <param name="scaling">What becomes of the frequencies; null for nothing.</param>
    public static void Apply(
        ReadOnlySpan<float> x, int xStride, ReadOnlySpan<int> positions, Span<float> y, int yStride, int numHeads, int headDim, float theta,
        bool inverse, RotaryScaling? scaling = null)
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

        var table = RotaryTable.For(headDim, theta, scaling, last + 1);
        fixed (float* px = x, py = y, pCosines = table.Cosines, pSines = table.Sines)
        fixed (int* pPositions = positions)
        {
            var work = new Work
            {
                Split = new RowSplit(positions.Length, numHeads * headDim), X = px, XStride = xStride, Y = py, YStride = yStride,
                Positions = pPositions, Cosines = pCosines, Sines = pSines, NumHeads = numHeads, Half = headDim / 2, Inverse = inverse,
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
            for (; i + 8 <= half; i += 8)
            {
                Vector256<float> a = Vector256.Load(x + i), b = Vector256.Load(x + half + i);
                Vector256<float> cosine = Vector256.Load(cosines + i), sine = Vector256.Create(sign) * Vector256.Load(sines + i);
                MultiplyAdd(a, cosine, -(b * sine)).Store(y + i);
                MultiplyAdd(b, cosine, a * sine).Store(y + half + i);
            }

            for (; i < half; i++)
            {
                var (a, b, sine) = (x[i], x[half + i], sign * sines[i]);
                y[i] = (a * cosines[i]) - (b * sine);
                y[half + i] = (b * cosines[i]) + (a * sine);
            }
        }
    }
}
