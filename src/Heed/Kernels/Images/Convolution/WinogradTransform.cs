using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Heed.Kernels;

/// <summary>
/// Convolution of 3 x 3 by 16 multiplications for every 2 x 2 pixels in place of 36 (Winograd 1980; Lavin and Gray 2016, arXiv:1509.09308):
/// Y = A^T [(G g G^T) (B^T d B)] A, the inner product element by element. Here are the sums around it, for channels side by side:
/// B^T d B of images, A^T m A of products, and A dY A^T of gradients.
/// </summary>
internal static unsafe class WinogradTransform
{
    /// <summary>Elements of a tile: each is a matrix of its own, of tiles and channels.</summary>
    public const int Elements = 16;

    private const int Lanes = PooledConvolutionShape.Lanes;

    /// <summary>target[element, tile, channel] = B^T d B, d being 4 x 4 pixels at every second one.</summary>
    /// <param name="images">[2 rowTiles + 2, 2 columnTiles + 2, channels].</param>
    /// <param name="channels">A multiple of 16.</param>
    /// <param name="target">Elements <paramref name="elementStride"/> apart.</param>
    public static void Image(float* images, int rowTiles, int columnTiles, int channels, float* target, nint elementStride)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Image<Register512>(images, rowTiles, columnTiles, channels, target, elementStride);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Image<Register256>(images, rowTiles, columnTiles, channels, target, elementStride);
        }
        else
        {
            Image<Register128>(images, rowTiles, columnTiles, channels, target, elementStride);
        }
    }

    /// <summary>pixels[2 x 2 of each tile, 16] = A^T m A.</summary>
    /// <param name="products">[16, tiles, 16], elements <paramref name="elementStride"/> apart.</param>
    /// <param name="pixels">[2 rowTiles, 2 columnTiles, 16].</param>
    public static void Pixels(float* products, nint elementStride, int rowTiles, int columnTiles, float* pixels)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Pixels<Register512>(products, elementStride, rowTiles, columnTiles, pixels);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Pixels<Register256>(products, elementStride, rowTiles, columnTiles, pixels);
        }
        else
        {
            Pixels<Register128>(products, elementStride, rowTiles, columnTiles, pixels);
        }
    }

    /// <summary>target[element, tile, 16] = A dY A^T, dY being the 2 x 2 pixels of a tile.</summary>
    /// <param name="pixels">16 channels of the first pixel of [2 rowTiles, 2 columnTiles].</param>
    /// <param name="rowStride">Floats from row to row of the pixels.</param>
    /// <param name="pixelStride">Floats from pixel to pixel.</param>
    /// <param name="target">Elements <paramref name="elementStride"/> apart.</param>
    public static void Gradient(float* pixels, nint rowStride, nint pixelStride, int rowTiles, int columnTiles, float* target, nint elementStride)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Gradient<Register512>(pixels, rowStride, pixelStride, rowTiles, columnTiles, target, elementStride);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Gradient<Register256>(pixels, rowStride, pixelStride, rowTiles, columnTiles, target, elementStride);
        }
        else
        {
            Gradient<Register128>(pixels, rowStride, pixelStride, rowTiles, columnTiles, target, elementStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Image<TRegister>(float* images, int rowTiles, int columnTiles, int channels, float* target, nint elementStride)
        where TRegister : struct, IRegister<TRegister>
    {
        nint row = ((2 * (nint)columnTiles) + 2) * channels;
        for (var tile = 0; tile < rowTiles * columnTiles; tile++, target += channels)
        {
            var first = images + (2 * (tile / columnTiles) * row) + (2 * (tile % columnTiles) * channels);
            for (nint channel = 0; channel < channels; channel += TRegister.Count)
            {
                var x = first + channel;
                Across<TRegister>(x, channels, out var a0, out var a1, out var a2, out var a3);
                Across<TRegister>(x + row, channels, out var b0, out var b1, out var b2, out var b3);
                Across<TRegister>(x + (2 * row), channels, out var c0, out var c1, out var c2, out var c3);
                Across<TRegister>(x + (3 * row), channels, out var d0, out var d1, out var d2, out var d3);
                var y = target + channel;
                Down(a0, b0, c0, d0, y, elementStride);
                Down(a1, b1, c1, d1, y + elementStride, elementStride);
                Down(a2, b2, c2, d2, y + (2 * elementStride), elementStride);
                Down(a3, b3, c3, d3, y + (3 * elementStride), elementStride);
            }
        }
    }

    /// <summary>A row of d B.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Across<TRegister>(float* x, nint pixelStride, out TRegister y0, out TRegister y1, out TRegister y2, out TRegister y3)
        where TRegister : struct, IRegister<TRegister>
    {
        TRegister x0 = TRegister.Load(x), x1 = TRegister.Load(x + pixelStride), x2 = TRegister.Load(x + (2 * pixelStride)), x3 = TRegister.Load(x + (3 * pixelStride));
        y0 = x0 - x2;
        y1 = x1 + x2;
        y2 = x2 - x1;
        y3 = x1 - x3;
    }

    /// <summary>A column of B^T (d B).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Down<TRegister>(TRegister x0, TRegister x1, TRegister x2, TRegister x3, float* y, nint elementStride)
        where TRegister : struct, IRegister<TRegister>
    {
        (x0 - x2).Store(y);
        (x1 + x2).Store(y + (4 * elementStride));
        (x2 - x1).Store(y + (8 * elementStride));
        (x1 - x3).Store(y + (12 * elementStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels<TRegister>(float* products, nint elementStride, int rowTiles, int columnTiles, float* pixels)
        where TRegister : struct, IRegister<TRegister>
    {
        nint row = 2 * (nint)columnTiles * Lanes;
        for (var tile = 0; tile < rowTiles * columnTiles; tile++)
        {
            var y = pixels + (2 * (tile / columnTiles) * row) + (2 * (tile % columnTiles) * Lanes);
            for (var lane = 0; lane < Lanes; lane += TRegister.Count, products += TRegister.Count, y += TRegister.Count)
            {
                Narrow<TRegister>(products, elementStride, out var a0, out var a1);
                Narrow<TRegister>(products + (4 * elementStride), elementStride, out var b0, out var b1);
                Narrow<TRegister>(products + (8 * elementStride), elementStride, out var c0, out var c1);
                Narrow<TRegister>(products + (12 * elementStride), elementStride, out var d0, out var d1);
                (a0 + b0 + c0).Store(y);
                (a1 + b1 + c1).Store(y + Lanes);
                (b0 - c0 - d0).Store(y + row);
                (b1 - c1 - d1).Store(y + row + Lanes);
            }
        }
    }

    /// <summary>A row of m A.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Narrow<TRegister>(float* m, nint elementStride, out TRegister y0, out TRegister y1)
        where TRegister : struct, IRegister<TRegister>
    {
        TRegister m1 = TRegister.Load(m + elementStride), m2 = TRegister.Load(m + (2 * elementStride));
        y0 = TRegister.Load(m) + m1 + m2;
        y1 = m1 - m2 - TRegister.Load(m + (3 * elementStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gradient<TRegister>(float* pixels, nint rowStride, nint pixelStride, int rowTiles, int columnTiles, float* target, nint elementStride)
        where TRegister : struct, IRegister<TRegister>
    {
        for (var tile = 0; tile < rowTiles * columnTiles; tile++)
        {
            var x = pixels + (2 * (tile / columnTiles) * rowStride) + (2 * (tile % columnTiles) * pixelStride);
            for (var lane = 0; lane < Lanes; lane += TRegister.Count, target += TRegister.Count, x += TRegister.Count)
            {
                TRegister a = TRegister.Load(x), b = TRegister.Load(x + pixelStride), c = TRegister.Load(x + rowStride), d = TRegister.Load(x + rowStride + pixelStride);
                Widen(a, b, target, elementStride);
                Widen(a + c, b + d, target + (4 * elementStride), elementStride);
                Widen(a - c, b - d, target + (8 * elementStride), elementStride);
                Widen(-c, -d, target + (12 * elementStride), elementStride);
            }
        }
    }

    /// <summary>A row of (A dY) A^T.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Widen<TRegister>(TRegister a, TRegister b, float* target, nint elementStride)
        where TRegister : struct, IRegister<TRegister>
    {
        a.Store(target);
        (a + b).Store(target + elementStride);
        (a - b).Store(target + (2 * elementStride));
        (-b).Store(target + (3 * elementStride));
    }
}
