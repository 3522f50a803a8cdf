using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Heed.Kernels;

/// <summary>
/// Softmax over rows, with the maximum subtracted: [1000, 1001, 999] is [0.245, 0.665, 0.090], where
/// `TensorPrimitives.SoftMax` gives NaN. A row of nothing but -inf gives zeros.
/// </summary>
public static unsafe class SoftmaxKernel
{
    /// <summary>y_i = e^(x_i - max x) / sum_j e^(x_j - max x), for every row. y may be x.</summary>
    /// <param name="x">[rows, columns].</param>
    /// <param name="y">[rows, columns].</param>
    public static void Rows(ReadOnlySpan<float> x, Span<float> y, int rows, int columns) => Run(x, y, default, rows, columns, Mode.Softmax);

    /// <summary>y_i = x_i - log sum_j e^x_j, for every row. y may be x. A row of nothing but -inf stays so.</summary>
    public static void LogSoftmax(ReadOnlySpan<float> x, Span<float> y, int rows, int columns) => Run(x, y, default, rows, columns, Mode.LogSoftmax);

    /// <summary>dx_i += y_i (dy_i - sum_j dy_j y_j), y the softmax.</summary>
    public static void Backward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, int rows, int columns) =>
        Run(y, dx, dy, rows, columns, Mode.SoftmaxBackward);

    /// <summary>dx_i += dy_i - e^y_i sum_j dy_j, y the log-softmax.</summary>
    public static void LogSoftmaxBackward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, int rows, int columns) =>
        Run(y, dx, dy, rows, columns, Mode.LogSoftmaxBackward);

    private enum Mode
    {
        Softmax,
        LogSoftmax,
        SoftmaxBackward,
        LogSoftmaxBackward,
    }

    private static void Run(ReadOnlySpan<float> x, Span<float> y, ReadOnlySpan<float> dy, int rows, int columns, Mode mode)
    {
        var length = (long)rows * columns;
        Require.Length(x, length);
        Require.Length(y, length);
        Require.Length(dy, mode >= Mode.SoftmaxBackward ? length : 0);
        fixed (float* px = x, py = y, pdy = dy)
        {
            var work = new Work { Split = new RowSplit(rows, columns), X = px, Y = py, Dy = pdy, Columns = columns, Mode = mode };
            Team.Run(ref work, work.Split.Items);
        }
    }

    private struct Work : IParallelWork
    {
        public RowSplit Split;
        public float* X;
        public float* Y;
        public float* Dy;
        public int Columns;
        public Mode Mode;

        public readonly void Run(int item)
        {
            for (var row = Split.First(item); row < Split.End(item); row++)
            {
                float* x = X + ((long)row * Columns), y = Y + ((long)row * Columns), dy = Dy + ((long)row * Columns);
                switch (Mode)
                {
                    case Mode.Softmax:
                        SoftmaxRow(x, y, Columns);
                        break;
                    case Mode.LogSoftmax:
                        LogSoftmaxRow(x, y, Columns);
                        break;
                    case Mode.SoftmaxBackward:
                        SoftmaxBackwardRow(x, dy, y, Columns);
                        break;
                    default:
                        LogSoftmaxBackwardRow(x, dy, y, Columns);
                        break;
                }
            }
        }
    }

    private static void SoftmaxRow(float* x, float* y, int columns)
    {
        var max = RowMath.Max(x, columns);
        if (float.IsNegativeInfinity(max))
        {
            new Span<float>(y, columns).Clear();
        }
        else if (float.IsNaN(max))
        {
            new Span<float>(y, columns).Fill(float.NaN);
        }
        else
        {
            RowMath.Scale(y, 1 / RowMath.ExpAndSum(x, y, columns, max), y, columns);
        }
    }

    private static void LogSoftmaxRow(float* x, float* y, int columns)
    {
        var max = RowMath.Max(x, columns);
        if (float.IsNegativeInfinity(max))
        {
            new Span<float>(y, columns).Fill(float.NegativeInfinity);
            return;
        }

        // The exponentials are needed for their sum alone.
        var exponentials = Scratch.Local(columns);
        var logSum = float.IsNaN(max) ? max : MathF.Log(RowMath.ExpAndSum(x, exponentials, columns, max));
        for (var i = 0; i < columns; i++)
        {
            y[i] = x[i] - max - logSum;
        }
    }

    private static void SoftmaxBackwardRow(float* y, float* dy, float* dx, int columns)
    {
        var dot = RowMath.Dot(y, dy, columns);
        for (var i = 0; i < columns; i++)
        {
            dx[i] += y[i] * (dy[i] - dot);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LogSoftmaxBackwardRow(float* y, float* dy, float* dx, int columns)
    {
        var sum = Vector256.Create(RowMath.Sum(dy, columns));
        var i = 0;
        for (; i + 8 <= columns; i += 8)
        {
            (Vector256.Load(dx + i) + Vector256.Load(dy + i) - (sum * VectorMath.Exp(Vector256.Load(y + i)))).Store(dx + i);
        }

        if (i < columns)
        {
            var rest = columns - i;
            (Lanes.Load(dx + i, rest) + Lanes.Load(dy + i, rest) - (sum * VectorMath.Exp(Lanes.Load(y + i, rest)))).StoreFirst(dx + i, rest);
        }
    }
}
