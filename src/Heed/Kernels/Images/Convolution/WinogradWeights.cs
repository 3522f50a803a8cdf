using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Heed.Kernels;

/// <summary>
/// The weights of a convolution as <see cref="WinogradTransform"/> meets them: U = G g G^T in panels [element, depth, 16], the 16 lanes being the channels
/// that the product makes and the depth those that it sums over; and dg = G^T dU G.
/// </summary>
internal static unsafe class WinogradWeights
{
    private const int Lanes = PooledConvolutionShape.Lanes;
    private const int Taps = PooledConvolutionShape.Taps;

    /// <summary>Floats of a panel.</summary>
    public static int PanelLength(int depth) => WinogradTransform.Elements * depth * Lanes;

    /// <summary>U for the result of a convolution (lanes are its channels), or for the gradient of its input (lanes are those of the input, the window is turned).</summary>
    /// <param name="weight">[outChannels, channels, 3, 3].</param>
    /// <param name="panels">One after another.</param>
    public static void Transform(in PooledConvolutionShape shape, float* weight, bool isForInput, float* panels)
    {
        var work = new TransformWork { Shape = shape, Weight = weight, IsForInput = isForInput, Target = panels };
        Team.Run(ref work, Blocks.Count(isForInput ? shape.Channels : shape.OutChannels, Lanes));
    }

    /// <summary>weight += G^T (sum of dU) G.</summary>
    /// <param name="sums">[parts, panels], each panel of the depth channels.</param>
    /// <param name="weight">[outChannels, channels, 3, 3].</param>
    public static void AddGradient(in PooledConvolutionShape shape, float* sums, int parts, float* weight)
    {
        var work = new GradientWork { Shape = shape, Sums = sums, Parts = parts, Target = weight };
        Team.Run(ref work, shape.Panels);
    }

    private struct TransformWork : IParallelWork
    {
        public PooledConvolutionShape Shape;
        public float* Weight;
        public bool IsForInput;
        public float* Target;

        public readonly void Run(int item)
        {
            var (lines, depths) = IsForInput ? (Shape.Channels, Shape.OutChannels) : (Shape.OutChannels, Shape.Channels);
            var (lineStride, depthStride) = IsForInput ? (Taps, Shape.WindowLength) : (Shape.WindowLength, Taps);
            var window = stackalloc float[Taps * Lanes];
            new Span<float>(window, Taps * Lanes).Clear();
            var count = Math.Min(Lanes, lines - (item * Lanes));
            for (var depth = 0; depth < depths; depth++)
            {
                var source = Weight + ((long)item * Lanes * lineStride) + ((long)depth * depthStride);
                for (var lane = 0; lane < count; lane++, source += lineStride)
                {
                    for (var tap = 0; tap < Taps; tap++)
                    {
                        window[(tap * Lanes) + lane] = source[IsForInput ? Taps - 1 - tap : tap];
                    }
                }

                Spread(window, Target + ((long)item * PanelLength(depths)) + (depth * Lanes), depths * Lanes);
            }
        }

        private static void Spread(float* window, float* target, nint elementStride)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Spread<Register512>(window, target, elementStride);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Spread<Register256>(window, target, elementStride);
            }
            else
            {
                Spread<Register128>(window, target, elementStride);
            }
        }

        /// <summary>G g G^T.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Spread<TRegister>(float* window, float* target, nint elementStride)
            where TRegister : struct, IRegister<TRegister>
        {
            for (var lane = 0; lane < Lanes; lane += TRegister.Count, window += TRegister.Count, target += TRegister.Count)
            {
                // A column of g at a time is a column of G g, four rows of which meet G^T.
                Four(TRegister.Load(window), TRegister.Load(window + (3 * Lanes)), TRegister.Load(window + (6 * Lanes)), out var a0, out var b0, out var c0, out var d0);
                Four(TRegister.Load(window + Lanes), TRegister.Load(window + (4 * Lanes)), TRegister.Load(window + (7 * Lanes)), out var a1, out var b1, out var c1, out var d1);
                Four(TRegister.Load(window + (2 * Lanes)), TRegister.Load(window + (5 * Lanes)), TRegister.Load(window + (8 * Lanes)), out var a2, out var b2, out var c2, out var d2);
                Row(a0, a1, a2, target, elementStride);
                Row(b0, b1, b2, target + (4 * elementStride), elementStride);
                Row(c0, c1, c2, target + (8 * elementStride), elementStride);
                Row(d0, d1, d2, target + (12 * elementStride), elementStride);
            }
        }

        private static void Row<TRegister>(TRegister x0, TRegister x1, TRegister x2, float* target, nint elementStride)
            where TRegister : struct, IRegister<TRegister>
        {
            Four(x0, x1, x2, out var y0, out var y1, out var y2, out var y3);
            y0.Store(target);
            y1.Store(target + elementStride);
            y2.Store(target + (2 * elementStride));
            y3.Store(target + (3 * elementStride));
        }

        private static void Four<TRegister>(TRegister x0, TRegister x1, TRegister x2, out TRegister y0, out TRegister y1, out TRegister y2, out TRegister y3)
            where TRegister : struct, IRegister<TRegister>
        {
            var half = TRegister.Create(0.5f);
            y0 = x0;
            y1 = half * (x0 + x1 + x2);
            y2 = half * (x0 - x1 + x2);
            y3 = x2;
        }
    }

    private struct GradientWork : IParallelWork
    {
        public PooledConvolutionShape Shape;
        public float* Sums;
        public int Parts;
        public float* Target;

        public readonly void Run(int item)
        {
            var (depths, length) = (Shape.Channels, PanelLength(Shape.Channels));
            var panel = Sums + ((long)item * length);
            for (var part = 1; part < Parts; part++)
            {
                RowMath.Add(panel + ((long)part * Shape.Panels * length), panel, length);
            }

            var window = stackalloc float[Taps * Lanes];
            for (var depth = 0; depth < depths; depth++)
            {
                Collect(panel + (depth * Lanes), depths * Lanes, window);
                var target = Target + ((long)item * Lanes * Shape.WindowLength) + (depth * Taps);
                for (var lane = 0; lane < Shape.LanesOf(item); lane++, target += Shape.WindowLength)
                {
                    for (var tap = 0; tap < Taps; tap++)
                    {
                        target[tap] += window[(tap * Lanes) + lane];
                    }
                }
            }
        }

        private static void Collect(float* sums, nint elementStride, float* window)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Collect<Register512>(sums, elementStride, window);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Collect<Register256>(sums, elementStride, window);
            }
            else
            {
                Collect<Register128>(sums, elementStride, window);
            }
        }

        /// <summary>G^T dU G.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Collect<TRegister>(float* sums, nint elementStride, float* window)
            where TRegister : struct, IRegister<TRegister>
        {
            for (var lane = 0; lane < Lanes; lane += TRegister.Count, sums += TRegister.Count, window += TRegister.Count)
            {
                Three<TRegister>(sums, elementStride, out var a0, out var a1, out var a2);
                Three<TRegister>(sums + (4 * elementStride), elementStride, out var b0, out var b1, out var b2);
                Three<TRegister>(sums + (8 * elementStride), elementStride, out var c0, out var c1, out var c2);
                Three<TRegister>(sums + (12 * elementStride), elementStride, out var d0, out var d1, out var d2);
                Column(a0, b0, c0, d0, window);
                Column(a1, b1, c1, d1, window + Lanes);
                Column(a2, b2, c2, d2, window + (2 * Lanes));
            }
        }

        private static void Three<TRegister>(float* row, nint elementStride, out TRegister y0, out TRegister y1, out TRegister y2)
            where TRegister : struct, IRegister<TRegister>
        {
            var half = TRegister.Create(0.5f);
            TRegister x1 = half * TRegister.Load(row + elementStride), x2 = half * TRegister.Load(row + (2 * elementStride));
            y0 = TRegister.Load(row) + (x1 + x2);
            y1 = x1 - x2;
            y2 = x1 + x2 + TRegister.Load(row + (3 * elementStride));
        }

        private static void Column<TRegister>(TRegister x0, TRegister x1, TRegister x2, TRegister x3, float* window)
            where TRegister : struct, IRegister<TRegister>
        {
            var half = TRegister.Create(0.5f);
            var (sum, difference) = (half * (x1 + x2), half * (x1 - x2));
            (x0 + sum).Store(window);
            difference.Store(window + (3 * Lanes));
            (sum + x3).Store(window + (6 * Lanes));
        }
    }
}
