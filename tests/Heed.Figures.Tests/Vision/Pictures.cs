using Heed.Figures.Vision;

namespace Heed.Figures.Tests.Vision;

/// <summary>Explained pictures from arithmetic alone.</summary>
internal static class Pictures
{
    /// <summary>A bright disc on a dark ground that runs from one colour to another.</summary>
    public static PixelImage Disc(int width, int height)
    {
        var pixels = new byte[3 * width * height];
        for (var i = 0; i < width * height; i++)
        {
            var (x, y) = ((i % width) + 0.5, (i / width) + 0.5);
            var inside = Math.Pow((x / width) - 0.6, 2) + Math.Pow((y / height) - 0.4, 2) < 0.06;
            (pixels[3 * i], pixels[(3 * i) + 1], pixels[(3 * i) + 2]) = inside ? ((byte)240, (byte)230, (byte)180) : ((byte)(60 * x / width), (byte)(90 * y / height), (byte)70);
        }

        return new PixelImage(width, height, pixels);
    }

    public static ExplainedImage Explained(
        int rows = 3, int columns = 5, int layers = 2, int heads = 3, bool hasClassToken = true, string name = "disc.png", string label = "disc", string method = "rollout", bool tested = true, bool hasStem = false)
    {
        var tokens = (rows * columns) + (hasClassToken ? 1 : 0);
        var readOut = new float[tokens];
        if (hasClassToken)
        {
            readOut[0] = 1;
        }
        else
        {
            Array.Fill(readOut, 1f / tokens);
        }

        var weights = new float[layers * heads * tokens * tokens];
        for (var row = 0; row < weights.Length / tokens; row++)
        {
            var raw = Enumerable.Range(0, tokens).Select(key => (float)Math.Exp(3 * Examples.Noise((row * 31) + (key * 7)))).ToArray();
            for (var key = 0; key < tokens; key++)
            {
                weights[(row * tokens) + key] = raw[key] / raw.Sum();
            }
        }

        return new ExplainedImage(
            name, Disc(4 * columns, 4 * rows), rows, columns, layers, heads, weights, readOut, [new ScoredLabel(label, 0.75f), new ScoredLabel("square", 0.2f), new ScoredLabel("star", 0.05f)])
        {
            Shown = Disc(40 * columns, 40 * rows),
            Cells = hasStem ? OfStem(rows, columns, 4) : PatchCells.Equal(rows, columns),
            Truth = label,
            Methods =
            [
                new RelevanceMap("attention", "What is looked at.", Values(rows * columns, 1), tested ? Trust(0.5, 0.5) : null),
                new RelevanceMap(method, "Through all layers.", Values(rows * columns, 2), tested ? Trust(0.2, 0.8) : null),
            ],
        };
    }

    public static RelevanceTrust Trust(double deletion, double insertion, double random = 0.5, double spread = 0.06) => new(
        [0, 0.25, 0.5, 0.75, 1], [0.75f, (float)deletion, (float)deletion, 0.1f, 0.05f], [0.05f, (float)insertion, (float)insertion, 0.7f, 0.75f], [0.75f, 0.6f, 0.5f, 0.3f, 0.05f])
    {
        Deletion = deletion,
        Insertion = insertion,
        Random = random,
        RandomLowest = random - spread,
        RandomHighest = random + spread,
    };

    public static float[] Values(int count, int seed) => [.. Enumerable.Range(0, count).Select(i => (float)Examples.Noise((seed * 1000) + i))];

    /// <summary>The cells of a stem's tokens: their centres lie at i jump + 0.5 pixels, the edges half-way between.</summary>
    public static PatchCells OfStem(int rows, int columns, int jump)
    {
        return new(Axis(rows), Axis(columns));

        PatchAxis Axis(int count)
        {
            double length = count * jump;
            return new(
                [.. Enumerable.Range(0, count).Select(i => ((i * jump) + 0.5) / length)],
                [0, .. Enumerable.Range(1, count - 1).Select(i => (((i - 0.5) * jump) + 0.5) / length), 1]);
        }
    }

    public static EncodedImage Encoded(int rows = 3, int columns = 5, int modelDim = 12, bool hasStem = false, bool hasPositions = true, int prefix = 1, string label = "disc")
    {
        var values = rows * columns * modelDim;
        return new EncodedImage(
            "disc.png",
            Disc(4 * columns, 4 * rows),
            rows,
            columns,
            modelDim,
            Signed(values, 1),
            hasPositions ? Signed(values, 2) : default,
            Signed(values + (prefix * modelDim), 3),
            [new LabelLogit(label, 2), new LabelLogit("square", 0.5f), new LabelLogit("star", -1)])
        {
            Stem = hasStem ? [new StemMaps(2 * rows, 2 * columns, Values(4 * rows * columns * 10, 4)), new StemMaps(rows, columns, Values(values, 5))] : [],
            ReceptiveField = hasStem ? 13 : 0,
            Cells = hasStem ? OfStem(rows, columns, 4) : PatchCells.Equal(rows, columns),
            PositionKind = hasPositions ? "learnt position" : "none",
            PrefixNames = [.. Enumerable.Range(1, prefix).Select(i => i == 1 ? "class token" : $"register {i}")],
            NumLayers = 2,
            NumHeads = 3,
        };
    }

    private static float[] Signed(int count, int seed) => [.. Values(count, seed).Select(value => value - 0.5f)];
}
