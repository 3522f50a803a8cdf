using Heed.Kernels;
using Heed.Pipelines.Images;
using Heed.Pipelines.Images.Augmentation;

namespace Heed.Pipelines.Samples;

/// <summary>
/// Paints a figure somewhere, in some size, angle and colour, lighter or darker than the ground, filled or as an outline, over stray
/// strokes and under noise. Since light and dark are equally likely at every place, the mean picture of every class is the same, and no
/// weighing of pixels tells the classes apart by more than a little.
/// </summary>
internal sealed class SamplePainter
{
    private const double SmallestRadius = 11;
    private const double LargestRadius = 14;
    private const double LargestSlope = 0.35;
    private const double StrokeWidth = 2.4;
    private const double OutlineShare = 0.3;
    private const double Tint = 0.2;
    private const double LeastContrast = 90;
    private const int MostStrays = 3;
    private const double NoiseDeviation = 6;

    private readonly GridSize size;
    private readonly double[] canvas;
    private RandomDraws random;

    private SamplePainter(GridSize size, ulong key)
    {
        (this.size, random) = (size, new RandomDraws(key));
        canvas = new double[size.Count * RgbImage.Channels];
    }

    /// <summary>A picture of <paramref name="shape"/> that is a function of the key.</summary>
    public static RgbImage Paint(SampleShape shape, GridSize size, ulong key)
    {
        var painter = new SamplePainter(size, key);
        return painter.Paint(shape);
    }

    private RgbImage Paint(SampleShape shape)
    {
        var (ground, figure) = Colours();
        Fill(ground);
        for (var strays = random.Below(MostStrays + 1); strays > 0; strays--)
        {
            Stray(ground);
        }

        Figure(shape, figure);
        return Developed();
    }

    // Ground and figure differ in lightness by what can be seen; which is the lighter is chance.
    private (Colour Ground, Colour Figure) Colours()
    {
        while (true)
        {
            var (ground, figure) = (AnyColour(), AnyColour());
            if (Math.Abs(ground.Lightness - figure.Lightness) >= LeastContrast)
            {
                return (ground, figure);
            }
        }
    }

    // A grey with a tint: small models learn form from it in a minute, where of full colours they need many.
    private Colour AnyColour()
    {
        var grey = random.Between(0, 256);
        return Colour.Between(new(grey, grey, grey), new(random.Between(0, 256), random.Between(0, 256), random.Between(0, 256)), Tint);
    }

    private void Fill(Colour colour)
    {
        for (var pixel = 0; pixel < size.Count; pixel++)
        {
            Blend(pixel, colour, 1);
        }
    }

    // A short line, of which a figure could be made, in a colour half-way between the ground's and any.
    private void Stray(Colour ground)
    {
        var colour = Colour.Between(ground, AnyColour(), 0.5);
        var (x, y) = (random.Between(0, size.Width), random.Between(0, size.Height));
        var (du, dv) = Direction(double.MaxValue);
        var half = random.Between(1.5, 4);
        for (var pixel = 0; pixel < size.Count; pixel++)
        {
            var (dx, dy) = ((pixel % size.Width) + 0.5 - x, (pixel / size.Width) + 0.5 - y);
            var along = Math.Clamp((dx * du) + (dy * dv), -half, half);
            var (ex, ey) = (dx - (along * du), dy - (along * dv));
            Blend(pixel, colour, Coverage(Math.Sqrt((ex * ex) + (ey * ey)) - (StrokeWidth / 3)));
        }
    }

    private void Figure(SampleShape shape, Colour colour)
    {
        var radius = random.Between(SmallestRadius, LargestRadius);
        var (x, y) = (random.Between(radius, size.Width - radius), random.Between(radius, size.Height - radius));
        var (cosine, sine) = Direction(LargestSlope);
        var reach = 1 + (StrokeWidth / radius);
        var isStroke = shape.IsStroke | random.Chance(OutlineShare);
        for (var pixel = 0; pixel < size.Count; pixel++)
        {
            var (dx, dy) = (((pixel % size.Width) + 0.5 - x) / radius, ((pixel / size.Width) + 0.5 - y) / radius);
            if ((dx * dx) + (dy * dy) > reach * reach)
            {
                continue;
            }

            var distance = shape.Distance((cosine * dx) + (sine * dy), (cosine * dy) - (sine * dx)) * radius;
            Blend(pixel, colour, Coverage(isStroke ? Math.Abs(distance) - (StrokeWidth / 2) : distance));
        }
    }

    // A unit vector whose angle to (1, 0) has at most that tangent: a point of the disc, moved out to its rim.
    private (double Cosine, double Sine) Direction(double steepest)
    {
        while (true)
        {
            var (u, v) = (random.Between(-1, 1), random.Between(-1, 1));
            var squared = (u * u) + (v * v);
            if (squared is > 0.01 and <= 1 && Math.Abs(v) <= steepest * u)
            {
                var length = Math.Sqrt(squared);
                return (u / length, v / length);
            }
        }
    }

    // The share of a pixel that lies inside of an edge at that distance.
    private static double Coverage(double distance) => Math.Clamp(0.5 - distance, 0, 1);

    private void Blend(int pixel, Colour colour, double share)
    {
        var target = canvas.AsSpan(pixel * RgbImage.Channels, RgbImage.Channels);
        target[0] += share * (colour.Red - target[0]);
        target[1] += share * (colour.Green - target[1]);
        target[2] += share * (colour.Blue - target[2]);
    }

    // The sum of three uniform numbers is near enough to normal; its deviation is a half.
    private RgbImage Developed()
    {
        var pixels = new byte[canvas.Length];
        for (var i = 0; i < pixels.Length; i++)
        {
            var noise = NoiseDeviation * 2 * (random.Uniform() + random.Uniform() + random.Uniform() - 1.5);
            pixels[i] = (byte)Math.Clamp(canvas[i] + noise + 0.5, 0, 255);
        }

        return new RgbImage(pixels, size);
    }

    private readonly record struct Colour(double Red, double Green, double Blue)
    {
        // ITU-R BT.601
        public double Lightness => (0.299 * Red) + (0.587 * Green) + (0.114 * Blue);

        public static Colour Between(Colour a, Colour b, double share) =>
            new(a.Red + (share * (b.Red - a.Red)), a.Green + (share * (b.Green - a.Green)), a.Blue + (share * (b.Blue - a.Blue)));
    }
}
