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

    /// <summary>Asks memory for the rows [j, end), those there are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int j, int end)
    {
        if (Sse.IsSupported)
        {
            for (end = Math.Min(end, count); j < end; j++)
            {
                var row = (byte*)(rows + (j * Stride));
                for (nint at = 0; at < dim * sizeof(TElement); at += CacheLine)
                {
                    Sse.Prefetch1(row + at);
                }
            }
        }
    }
}
