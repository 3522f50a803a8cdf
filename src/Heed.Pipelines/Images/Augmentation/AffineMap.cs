using Heed.Kernels;

namespace Heed.Pipelines.Images.Augmentation;

/// <summary>
/// Where in the old picture a pixel of the new one is taken from, about the centre c of the picture:
/// (x', y') = c + (xx (x - cx) + xy (y - cy) + shiftX, yx (x - cx) + yy (y - cy) + shiftY), with bilinear weights.
/// </summary>
/// <remarks>In whole numbers, 16 bits behind the point, so that every processor makes the same bytes.</remarks>
internal readonly record struct AffineMap(double Xx, double Xy, double Yx, double Yy, double ShiftX, double ShiftY)
{
    private const int One = 1 << 16;
    private const int WeightBits = 8;

    public static AffineMap Rotation(double degrees)
    {
        var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
        return new(cosine, sine, -sine, cosine, 0, 0);
    }

    /// <summary>x' = x + factor y, about the centre.</summary>
    public static AffineMap HorizontalShear(double factor) => new(1, factor, 0, 1, 0, 0);

    public static AffineMap VerticalShear(double factor) => new(1, 0, factor, 1, 0, 0);

    /// <summary>Moves the picture by (x, y) pixels to the right and down.</summary>
    public static AffineMap Translation(double x, double y) => new(1, 0, 0, 1, -x, -y);

    /// <summary>The picture moved; <paramref name="fill"/> where there is none.</summary>
    public RgbImage Apply(RgbImage image, byte fill)
    {
        var size = image.Size;
        var moved = new byte[image.Pixels.Length];
        var (centreX, centreY) = ((size.Width - 1) / 2.0, (size.Height - 1) / 2.0);
        var (stepXx, stepYx) = (Fixed(Xx), Fixed(Yx));
        for (var y = 0; y < size.Height; y++)
        {
            var (sourceX, sourceY) = (
                Fixed(centreX + ShiftX + (Xy * (y - centreY)) - (Xx * centreX)),
                Fixed(centreY + ShiftY + (Yy * (y - centreY)) - (Yx * centreX)));
            var row = moved.AsSpan(y * size.Width * RgbImage.Channels, size.Width * RgbImage.Channels);
            for (var x = 0; x < row.Length; x += RgbImage.Channels)
            {
                Sample(image.Pixels, size, sourceX, sourceY, fill, row.Slice(x, RgbImage.Channels));
                sourceX += stepXx;
                sourceY += stepYx;
            }
        }

        return new RgbImage(moved, size);
    }

    private static long Fixed(double value) => (long)Math.Floor((value * One) + 0.5);

    private static void Sample(ReadOnlySpan<byte> pixels, GridSize size, long sourceX, long sourceY, byte fill, Span<byte> target)
    {
        // Rounded to the precision of the weights first, so that a whole number of pixels stays whole.
        const int Spare = 16 - WeightBits;
        var (fineX, fineY) = ((sourceX + (1 << (Spare - 1))) >> Spare, (sourceY + (1 << (Spare - 1))) >> Spare);
        var (left, top) = (fineX >> WeightBits, fineY >> WeightBits);
        if (left < -1 || top < -1 || left >= size.Width || top >= size.Height)
        {
            target.Fill(fill);
            return;
        }

        const int Whole = 1 << WeightBits;
        var (weightX, weightY) = ((int)fineX & (Whole - 1), (int)fineY & (Whole - 1));
        var (hasLeft, hasRight, hasTop, hasBottom) = (left >= 0, left + 1 < size.Width, top >= 0, top + 1 < size.Height);
        var place = (((int)top * size.Width) + (int)left) * RgbImage.Channels;
        var stride = size.Width * RgbImage.Channels;
        for (var c = 0; c < RgbImage.Channels; c++)
        {
            int topLeft = hasTop && hasLeft ? pixels[place + c] : fill;
            int topRight = hasTop && hasRight ? pixels[place + RgbImage.Channels + c] : fill;
            int bottomLeft = hasBottom && hasLeft ? pixels[place + stride + c] : fill;
            int bottomRight = hasBottom && hasRight ? pixels[place + stride + RgbImage.Channels + c] : fill;
            var upper = (topLeft << WeightBits) + (weightX * (topRight - topLeft));
            var lower = (bottomLeft << WeightBits) + (weightX * (bottomRight - bottomLeft));
            target[c] = (byte)(((upper << WeightBits) + (weightY * (lower - upper)) + (1 << ((2 * WeightBits) - 1))) >> (2 * WeightBits));
        }
    }
}
