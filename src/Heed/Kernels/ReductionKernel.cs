using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Heed.Kernels;

/// <summary>Sums over the rows of a matrix, and means over runs of its rows. Every sum is made by one thread, in the order of the rows.</summary>
public static unsafe class ReductionKernel
{
    private const int StripColumns = 64;

    // Long sums are taken in runs, so that a small term never meets a sum of thousands.
    private const int RowsPerRun = 64;

    /// <summary>destination_c (+)= sum_r x[r, c].</summary>
    /// <param name="x">[rows, columns].</param>
    /// <param name="destination">[columns].</param>
    /// <param name="accumulate">Add to what is there.</param>
    public static void ColumnSums(ReadOnlySpan<float> x, int rows, int columns, Span<float> destination, bool accumulate = false)
    {
        Require.Length(x, (long)rows * columns);
        Require.Length(destination, columns);
        if (!accumulate)
        {
            destination[..columns].Clear();
        }

        fixed (float* px = x, pDestination = destination)
        {
            var work = new ColumnWork { X = px, Rows = rows, Columns = columns, Destination = pDestination };
            Team.Run(ref work, (columns + StripColumns - 1) / StripColumns);
        }
    }

    /// <summary>y_s = mean of the rows [offsets_s, offsets_s+1); zeros where there are none.</summary>
    /// <param name="x">[tokens, dim].</param>
    /// <param name="offsets">[count + 1], rising.</param>
    /// <param name="y">[count, dim].</param>
    public static void SegmentMean(ReadOnlySpan<float> x, ReadOnlySpan<int> offsets, Span<float> y, int dim)
    {
        var count = offsets.Length - 1;
        Require.Length(x, (long)offsets[count] * dim);
        Require.Length(y, (long)count * dim);
        fixed (float* px = x, py = y)
        fixed (int* pOffsets = offsets)
        {
            var work = new MeanWork { X = px, Offsets = pOffsets, Y = py, Dim = dim };
            Team.Run(ref work, count);
        }
    }

    /// <summary>dx_i += dy_s / length_s for each row i of segment s.</summary>
    public static void SegmentMeanBackward(ReadOnlySpan<float> dy, ReadOnlySpan<int> offsets, Span<float> dx, int dim)
    {
        var count = offsets.Length - 1;
        Require.Length(dx, (long)offsets[count] * dim);
        Require.Length(dy, (long)count * dim);
        fixed (float* pdx = dx, pdy = dy)
        fixed (int* pOffsets = offsets)
        {
            var work = new MeanBackwardWork { Dy = pdy, Offsets = pOffsets, Dx = pdx, Dim = dim };
            Team.Run(ref work, count);
        }
    }

    private struct ColumnWork : IParallelWork
    {
        public float* X;
        public int Rows;
        public int Columns;
        public float* Destination;

        public readonly void Run(int item)
        {
            var column = item * StripColumns;
            var count = Math.Min(StripColumns, Columns - column);
            if (Vector512.IsHardwareAccelerated)
            {
                Strip<Register512>(X + column, count, Destination + column);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Strip<Register256>(X + column, count, Destination + column);
            }
            else
            {
                Strip<Register128>(X + column, count, Destination + column);
            }
        }

        private readonly void Strip<TRegister>(float* x, int count, float* destination)
            where TRegister : struct, IRegister<TRegister>
        {
            for (var start = 0; start < Rows; start += RowsPerRun, x += (long)RowsPerRun * Columns)
            {
                var (rows, column) = (Math.Min(RowsPerRun, Rows - start), 0);
                for (; column + (4 * TRegister.Count) <= count; column += 4 * TRegister.Count)
                {
                    AddFour<TRegister>(x + column, Columns, rows, destination + column);
                }

                for (; column < count; column += TRegister.Count)
                {
                    AddOne<TRegister>(x + column, Columns, rows, Math.Min(TRegister.Count, count - column), destination + column);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void AddFour<TRegister>(float* x, nint stride, int rows, float* destination)
            where TRegister : struct, IRegister<TRegister>
        {
            TRegister s0 = default, s1 = default, s2 = default, s3 = default;
            for (; rows > 0; rows--, x += stride)
            {
                s0 += TRegister.Load(x);
                s1 += TRegister.Load(x + TRegister.Count);
                s2 += TRegister.Load(x + (2 * TRegister.Count));
                s3 += TRegister.Load(x + (3 * TRegister.Count));
            }

            (TRegister.Load(destination) + s0).Store(destination);
            (TRegister.Load(destination + TRegister.Count) + s1).Store(destination + TRegister.Count);
            (TRegister.Load(destination + (2 * TRegister.Count)) + s2).Store(destination + (2 * TRegister.Count));
            (TRegister.Load(destination + (3 * TRegister.Count)) + s3).Store(destination + (3 * TRegister.Count));
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void AddOne<TRegister>(float* x, nint stride, int rows, int count, float* destination)
            where TRegister : struct, IRegister<TRegister>
        {
            TRegister sum = default;
            if (count == TRegister.Count)
            {
                for (; rows > 0; rows--, x += stride)
                {
                    sum += TRegister.Load(x);
                }

                (TRegister.Load(destination) + sum).Store(destination);
                return;
            }

            for (; rows > 0; rows--, x += stride)
            {
                sum += TRegister.Load(x, count);
            }

            (TRegister.Load(destination, count) + sum).Store(destination, count);
        }
    }

    private struct MeanWork : IParallelWork
    {
        public float* X;
        public int* Offsets;
        public float* Y;
        public int Dim;

        public readonly void Run(int item)
        {
            var y = Y + ((long)item * Dim);
            var (start, end) = (Offsets[item], Offsets[item + 1]);
            new Span<float>(y, Dim).Clear();
            for (var row = start; row < end; row++)
            {
                RowMath.Add(X + ((long)row * Dim), y, Dim);
            }

            if (end > start)
            {
                RowMath.Scale(y, 1f / (end - start), y, Dim);
            }
        }
    }

    private struct MeanBackwardWork : IParallelWork
    {
        public float* Dy;
        public int* Offsets;
        public float* Dx;
        public int Dim;

        public readonly void Run(int item)
        {
            var (start, end) = (Offsets[item], Offsets[item + 1]);
            for (var row = start; row < end; row++)
            {
                RowMath.AddScaled(Dy + ((long)item * Dim), 1f / (end - start), Dx + ((long)row * Dim), Dim);
            }
        }
    }
}
