using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Heed.Kernels;

/// <summary>Lays a matrix out in panels; lines that a panel lacks are zeros.</summary>
internal unsafe struct PackWork : IParallelWork
{
    private const int RowsPerItem = 64;
    private const int LinesPerItem = 64;

    // So many rows of all panels, then the next: they are read along and written in runs.
    private const int RowsPerRun = 8;
    private const int PrefetchRows = 16;

    public float* Source;

    public int Stride;

    /// <summary>Whether the source is [lines, depth], its rows to be turned into columns.</summary>
    public bool Transpose;

    public Panels Target;

    public readonly int Items => Target.Lines == 0 ? 0 : Blocks.Count(Target.Depth, Target.BlockDepth) * ItemsPerBlock;

    private readonly int ItemsPerBlock =>
        Transpose ? Blocks.Count(Target.Lines, LinesPerItem) : Blocks.Count(Target.BlockDepth, RowsPerItem);

    public readonly void Run(int item)
    {
        var depth = item / ItemsPerBlock * Target.BlockDepth;
        var part = item % ItemsPerBlock;
        if (Transpose)
        {
            TransposeLines(depth, part * LinesPerItem);
        }
        else
        {
            CopyRows(depth, part * RowsPerItem);
        }
    }

    private readonly void TransposeLines(int depth, int first)
    {
        var end = Math.Min(Target.Lines, first + LinesPerItem);
        for (var line = first; line < end; line += Target.Width)
        {
            MatrixTranspose.ToPanel(Source + ((long)line * Stride) + depth, Stride, Math.Min(Target.Width, end - line), Target.Depths(depth),
                Target.Panel(line, depth));
        }
    }

    private readonly void CopyRows(int depth, int first)
    {
        var end = Math.Min(Target.Depths(depth), first + RowsPerItem);
        for (var row = first; row < end; row += RowsPerRun)
        {
            var source = Source + ((long)(depth + row) * Stride);
            for (var line = 0; line < Target.Lines; line += Target.Width)
            {
                CopyRun(source + line, Stride, Target.Panel(line, depth) + (row * Target.Width), Math.Min(RowsPerRun, end - row), Target.Width,
                    Math.Min(Target.Width, Target.Lines - line));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRun(float* source, nint stride, float* panel, int rows, int width, int present)
    {
        for (; rows > 0; rows--, source += stride, panel += width)
        {
            if (Sse.IsSupported)
            {
                // Lines at such strides are not fetched ahead by themselves.
                Sse.Prefetch0(source + (PrefetchRows * stride));
            }

            if (present < width)
            {
                new ReadOnlySpan<float>(source, present).CopyTo(new Span<float>(panel, present));
                new Span<float>(panel + present, width - present).Clear();
            }
            else if (width == 16 && Vector512.IsHardwareAccelerated)
            {
                Vector512.Load(source).Store(panel);
            }
            else
            {
                Vector256.Load(source).Store(panel);
                if (width == 16)
                {
                    Vector256.Load(source + 8).Store(panel + 8);
                }
                else if (width == 12)
                {
                    Vector128.Load(source + 8).Store(panel + 8);
                }
            }
        }
    }
}
