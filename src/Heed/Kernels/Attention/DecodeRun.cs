using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Heed.Kernels;

/// <summary>Keys or values of one head that lie at one stride.</summary>
/// <param name="rows">The first.</param>
/// <param name="stride">From one to the next, in elements.</param>
/// <param name="count">How many.</param>
/// <param name="dim">How wide.</param>
internal readonly unsafe struct DecodeRun<TElement>(TElement* rows, int stride, int count, int dim)
    where TElement : unmanaged
{
    private const int CacheLine = 64;

    public TElement* Rows => rows;

    public nint Stride => stride;

    public int Count => count;

    public int Dim => dim;

    /// <summary>Asks memory for the rows [j, end), those there are: into the second cache, for that can wait for more of them than the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int j, int end)
    {
        if (!Sse.IsSupported || j >= count)
        {
            return;
        }

        end = Math.Min(end, count);
        nint bytes = dim * sizeof(TElement), step = stride * sizeof(TElement);
        var row = (byte*)(rows + (j * Stride));
        if (bytes == step)
        {
            // Rows that touch are one.
            (bytes, end) = (bytes * (end - j), j + 1);
        }

        for (; j < end; j++, row += step)
        {
            nint at = 0;
            for (; at + (4 * CacheLine) <= bytes; at += 4 * CacheLine)
            {
                Sse.Prefetch1(row + at);
                Sse.Prefetch1(row + at + CacheLine);
                Sse.Prefetch1(row + at + (2 * CacheLine));
                Sse.Prefetch1(row + at + (3 * CacheLine));
            }

            for (; at < bytes; at += CacheLine)
            {
                Sse.Prefetch1(row + at);
            }
        }
    }
}
