using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Heed.Kernels;

/// <summary>
/// Sixteen channels of a convolution's result: ReLU and the largest of each window of 3 x 3, and the way back. Beside the largest stands which of the
/// nine pixels has it, or <see cref="Nobody"/> where ReLU let nothing through; so the result itself need not be kept.
/// </summary>
internal static unsafe class PooledPanel
{
    /// <summary>No pixel of the window gets a gradient.</summary>
    private const float Nobody = 9;

    private const int Lanes = PooledConvolutionShape.Lanes;

    /// <param name="shape">What it is part of.</param>
    /// <param name="convolved">[height, width, 16], rows <paramref name="rowStride"/> apart.</param>
    /// <param name="y">The panel's first channel of [outHeight, outWidth, outChannels].</param>
    /// <param name="chosen">As y; or null.</param>
    /// <param name="count">Channels of the panel.</param>
    public static void Pool(in PooledConvolutionShape shape, float* convolved, nint rowStride, float* y, float* chosen, int count)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Pool<Register512>(shape, convolved, rowStride, y, chosen, count);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Pool<Register256>(shape, convolved, rowStride, y, chosen, count);
        }
        else
        {
            Pool<Register128>(shape, convolved, rowStride, y, chosen, count);
        }
    }

    /// <summary>Every pixel of the convolution's result gets the gradients of the windows that chose it.</summary>
    /// <param name="shape">What it is part of.</param>
    /// <param name="dy">The panel's first channel of [outHeight, outWidth, outChannels].</param>
    /// <param name="chosen">As dy.</param>
    /// <param name="count">Channels of the panel.</param>
    /// <param name="convolved">16 channels of the first pixel; the channels that the panel lacks become 0.</param>
    /// <param name="rowStride">Floats from row to row.</param>
    /// <param name="pixelStride">Floats from pixel to pixel.</param>
    public static void Spread(in PooledConvolutionShape shape, float* dy, float* chosen, int count, float* convolved, nint rowStride, nint pixelStride)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Spread<Register512>(shape, dy, chosen, count, convolved, rowStride, pixelStride);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Spread<Register256>(shape, dy, chosen, count, convolved, rowStride, pixelStride);
        }
        else
        {
            Spread<Register128>(shape, dy, chosen, count, convolved, rowStride, pixelStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pool<TRegister>(in PooledConvolutionShape shape, float* convolved, nint rowStride, float* y, float* chosen, int count)
        where TRegister : struct, IRegister<TRegister>
    {
        for (var i = 0; i < shape.OutHeight; i++)
        {
            for (var j = 0; j < shape.OutWidth; j++, y += shape.OutChannels, chosen = chosen == null ? null : chosen + shape.OutChannels)
            {
                var center = convolved + (2 * i * rowStride) + (2 * j * Lanes);
                var isInside = i > 0 && j > 0 && (2 * i) + 1 < shape.Height && (2 * j) + 1 < shape.Width;
                for (var lane = 0; lane < count; lane += TRegister.Count)
                {
                    var x = center + lane;
                    var tap = TRegister.Create(isInside ? 0 : 4);
                    var largest = TRegister.Load(isInside ? x - rowStride - Lanes : x);
                    if (isInside)
                    {
                        Raise(ref largest, ref tap, x - rowStride, 1);
                        Raise(ref largest, ref tap, x - rowStride + Lanes, 2);
                        Raise(ref largest, ref tap, x - Lanes, 3);
                        Raise(ref largest, ref tap, x, 4);
                        Raise(ref largest, ref tap, x + Lanes, 5);
                        Raise(ref largest, ref tap, x + rowStride - Lanes, 6);
                        Raise(ref largest, ref tap, x + rowStride, 7);
                        Raise(ref largest, ref tap, x + rowStride + Lanes, 8);
                    }
                    else
                    {
                        AtBorder(ref largest, ref tap, x, rowStride, i == 0, (2 * i) + 1 >= shape.Height, j == 0, (2 * j) + 1 >= shape.Width);
                    }

                    // ReLU; of what is NaN the largest stays NaN.
                    tap = TRegister.IfLess(default, largest, tap, TRegister.Create(Nobody));
                    largest = TRegister.Max(default, largest);
                    if (lane + TRegister.Count <= count)
                    {
                        largest.Store(y + lane);
                        if (chosen != null)
                        {
                            tap.Store(chosen + lane);
                        }
                    }
                    else
                    {
                        largest.Store(y + lane, count - lane);
                        if (chosen != null)
                        {
                            tap.Store(chosen + lane, count - lane);
                        }
                    }
                }
            }
        }
    }

    /// <summary>From the top left, so that the first of equals stays.</summary>
    private static void AtBorder<TRegister>(ref TRegister largest, ref TRegister tap, float* x, nint rowStride, bool isTop, bool isBottom, bool isLeft, bool isRight)
        where TRegister : struct, IRegister<TRegister>
    {
        var isFirst = true;
        for (var row = isTop ? 0 : -1; row <= (isBottom ? 0 : 1); row++)
        {
            for (var column = isLeft ? 0 : -1; column <= (isRight ? 0 : 1); column++)
            {
                var pixel = x + (row * rowStride) + (column * Lanes);
                var number = (3 * (row + 1)) + column + 1;
                if (isFirst)
                {
                    (largest, tap, isFirst) = (TRegister.Load(pixel), TRegister.Create(number), false);
                }
                else
                {
                    Raise(ref largest, ref tap, pixel, number);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Raise<TRegister>(ref TRegister largest, ref TRegister tap, float* pixel, float number)
        where TRegister : struct, IRegister<TRegister>
    {
        var x = TRegister.Load(pixel);
        tap = TRegister.IfLess(largest, x, TRegister.Create(number), tap);
        largest = TRegister.Max(x, largest);
    }

    /// <summary>Four pixels at a time: the center of a window, and those to its right, below and across, that its neighbours see too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Spread<TRegister>(in PooledConvolutionShape shape, float* dy, float* chosen, int count, float* convolved, nint rowStride, nint pixelStride)
        where TRegister : struct, IRegister<TRegister>
    {
        nint right = shape.OutChannels, below = (nint)shape.OutWidth * shape.OutChannels;
        for (var i = 0; i < shape.OutHeight; i++)
        {
            for (var j = 0; j < shape.OutWidth; j++, dy += shape.OutChannels, chosen += shape.OutChannels)
            {
                bool hasRight = j + 1 < shape.OutWidth, hasBelow = i + 1 < shape.OutHeight;
                bool isRight = (2 * j) + 1 < shape.Width, isBelow = (2 * i) + 1 < shape.Height;
                var pixel = convolved + (2 * i * rowStride) + (2 * j * pixelStride);
                for (var lane = 0; lane < Lanes; lane += TRegister.Count, pixel += TRegister.Count)
                {
                    var rest = Math.Clamp(count - lane, 0, TRegister.Count);
                    TRegister d = Load<TRegister>(dy + lane, rest), c = Load<TRegister>(chosen + lane, rest);
                    TRegister dRight = default, cRight = default, dBelow = default, cBelow = default;
                    if (hasRight)
                    {
                        dRight = Load<TRegister>(dy + right + lane, rest);
                        cRight = Load<TRegister>(chosen + right + lane, rest);
                    }

                    if (hasBelow)
                    {
                        dBelow = Load<TRegister>(dy + below + lane, rest);
                        cBelow = Load<TRegister>(chosen + below + lane, rest);
                    }

                    Of(d, c, 4).Store(pixel);
                    if (isRight)
                    {
                        (Of(d, c, 5) + Of(dRight, cRight, 3)).Store(pixel + pixelStride);
                    }

                    if (isBelow)
                    {
                        (Of(d, c, 7) + Of(dBelow, cBelow, 1)).Store(pixel + rowStride);
                    }

                    if (isRight && isBelow)
                    {
                        var across = Of(d, c, 8) + Of(dRight, cRight, 6) + Of(dBelow, cBelow, 2);
                        if (hasRight && hasBelow)
                        {
                            across += Of(Load<TRegister>(dy + below + right + lane, rest), Load<TRegister>(chosen + below + right + lane, rest), 0);
                        }

                        across.Store(pixel + rowStride + pixelStride);
                    }
                }
            }
        }
    }

    /// <summary>The gradient in the lanes whose window chose that pixel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TRegister Of<TRegister>(TRegister flow, TRegister chosen, float number)
        where TRegister : struct, IRegister<TRegister> =>
        TRegister.IfLess(TRegister.Abs(chosen - TRegister.Create(number)), TRegister.Create(0.5f), flow, default);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TRegister Load<TRegister>(float* source, int count)
        where TRegister : struct, IRegister<TRegister> =>
        count == TRegister.Count ? TRegister.Load(source) : count <= 0 ? default : TRegister.Load(source, count);
}
