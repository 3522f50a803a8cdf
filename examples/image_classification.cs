// Image classification: a small Vision Transformer learns to name shapes in noise, and shows where it looks.
//
//     dotnet run examples/image_classification.cs
//
// A Vision Transformer (Dosovitskiy et al. 2021) reads a picture as a sentence of patches:
//
//     picture                                              [24, 24]
//     36 patches of 4 x 4 pixels, each made a vector       [36, 16] x [16, 48] -> [36, 48]
//     a class token before them, and learnt positions      [37, 48]
//     attention and feed-forward, twice                    [37, 48] -> [37, 48]
//     a linear layer over the class token, which by now
//     holds what it found in the patches                   [48] x [48, 4] -> [4], a score a shape
#:project ../src/Heed/Heed.csproj
#:project ../src/Heed.Figures/Heed.Figures.csproj
using Heed.Attention;
using Heed.Autograd;
using Heed.Figures;
using Heed.Kernels;
using Heed.Layers;
using Heed.Models;
using Heed.Training;

string[] shapes = ["disc", "square", "triangle", "cross"];
const int side = 24;
const int patch = 4;
const double noise = 0.15;          // Change this line: with 0.5 you can hardly see the shapes yourself, and the model is right less often.

var random = new Random(1);
var test = DrawMany(600);

// What can be known from single pixels? The simplest answer: the mean picture of each shape, and which of the four is nearest.
var examples = DrawMany(3_000);
float[][] means = [.. shapes.Select((_, shape) => Mean([.. examples.Where(picture => picture.Shape == shape)]))];
var baseline = test.Average(picture => Nearest(picture, means) == picture.Shape ? 1.0 : 0.0);

var config = new ViTConfig
{
    ImageSize = new GridSize(side, side),
    PatchSize = new GridSize(patch, patch),
    NumChannels = 1,
    ModelDim = 48,
    NumLayers = 2,
    NumHeads = 4,
    HiddenDim = 96,
    InitializerRange = 0.1f,
};
var model = new ViTForImageClassification(config, shapes.Length, new ParameterSet(seed: 1));
Console.WriteLine($"A Vision Transformer of {model.Parameters.Count:N0} weights learns {shapes.Length} shapes of any place, size and brightness.");

// Training: every step draws new pictures, so that nothing can be learnt by heart.
const int steps = 700;
var optimizer = new AdamW(model.Parameters.All, decays: (_, parameter) => parameter.Rank >= 2);
for (var step = 1; step <= steps; step++)
{
    using var tape = new Tape();
    var pictures = DrawMany(64);
    var logits = model.Classify(Pixels(pictures));                                              // [64, 1, 24, 24] -> [64, 4]
    var loss = Op.CrossEntropy(logits, [.. pictures.Select(picture => picture.Shape)]);         // [64, 4] -> a number
    model.Parameters.ClearGradients();
    tape.Backward(loss);
    GradientClipping.ByNorm([.. optimizer.Parameters], maxNorm: 1);
    optimizer.Step(0.003 * Schedule.Cosine(step, warmupSteps: 70, totalSteps: steps));
    if (step % 100 == 0)
    {
        Console.WriteLine($"  step {step}: loss ~{loss.Item():F2}");
    }
}

// Pictures that it has never seen. (A ~ marks what differs a little from one kind of processor to another; on yours it is the same in
// every run.)
var recorder = new AttentionRecorder();
var scores = model.Classify(Pixels(test), recorder);                                            // [600, 1, 24, 24] -> [600, 4]
int[] named = [.. test.Select((_, i) => Largest(scores, i))];
Console.WriteLine();
Console.WriteLine($"Right on {test.Length} new pictures: ~{Share(test, _ => true):P1} (nearest mean of the pixels: {baseline:P1}, guessing: 25.0 %)");
for (var shape = 0; shape < shapes.Length; shape++)
{
    Console.WriteLine($"  {shapes[shape],-9} ~{Share(test, picture => picture.Shape == shape):P0}");
}

// Where does the class token look? Row 0 of each head's map in the last layer, without what it gives itself, mean of the heads.
const int tokens = 1 + (side / patch * (side / patch));
float[][] looks = [.. recorder.Layers[^1].Sequences.Select(ClassToken)];                        // of each picture [4, 37, 37] -> [36]
var (onShape, area) = (0.0, 0.0);
for (var i = 0; i < test.Length; i++)
{
    for (var p = 0; p < tokens - 1; p++)
    {
        var hasShape = PixelsOf(p).Any(pixel => test[i].Inside[pixel]);
        onShape += hasShape ? looks[i][p] / looks[i].Sum() / test.Length : 0;
        area += hasShape ? 1.0 / (tokens - 1) / test.Length : 0;
    }
}

Console.WriteLine();
Console.WriteLine($"Patches with a part of the shape are {area:P0} of all patches and get ~{onShape:P0} of the class token's attention.");

Figure.Stack("Where the class token looks", [.. shapes.Select((name, shape) =>
{
    var i = Array.FindIndex(test, picture => picture.Shape == shape);
    byte[] rgb = [.. test[i].Pixels.SelectMany(pixel => Enumerable.Repeat((byte)(255 * Math.Clamp(pixel, 0, 1)), 3))];
    return PatchOverlay.Draw(
        new PixelImage(side, side, rgb), looks[i], side / patch, side / patch, $"A {name}, taken for a {shapes[named[i]]}",
        shape < shapes.Length - 1 ? "" : "Attention of the class token to each patch in the last layer: softmax(q · k / √d), mean of the heads.");
})]).Save("image_classification.svg");
Console.WriteLine("Picture: image_classification.svg, in this folder");

Picture[] DrawMany(int count) => [.. Enumerable.Range(0, count).Select(_ => Draw(random.Next(shapes.Length)))];

Picture Draw(int shape)
{
    var radius = 4 + (3 * random.NextDouble());                                         // half of the size, in pixels
    var (centerX, centerY) = (radius + ((side - (2 * radius)) * random.NextDouble()), radius + ((side - (2 * radius)) * random.NextDouble()));
    var brightness = 0.5 + (0.5 * random.NextDouble());
    var (pixels, inside) = (new float[side * side], new bool[side * side]);
    for (var i = 0; i < pixels.Length; i++)
    {
        var (x, y) = (((i % side) + 0.5 - centerX) / radius, ((i / side) + 0.5 - centerY) / radius);    // -1 to 1 within the shape
        var (near, far) = (Math.Min(Math.Abs(x), Math.Abs(y)), Math.Max(Math.Abs(x), Math.Abs(y)));
        inside[i] = shape switch
        {
            0 => (x * x) + (y * y) <= 1,
            1 => far <= 0.89,                                                           // as large as the disc
            2 => Math.Abs(y) <= 1 && Math.Abs(x) <= (y + 1) / 2,
            _ => far <= 1 && near <= 0.35,
        };
        var bell = (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 2;         // nearly normal, deviation 1
        pixels[i] = (float)((inside[i] ? brightness : 0) + (noise * bell));
    }

    return new Picture(pixels, inside, shape);
}

static Tensor Pixels(Picture[] pictures) =>                                             // [pictures, channels, height, width]
    Tensor.From([.. pictures.SelectMany(picture => picture.Pixels)], pictures.Length, 1, side, side);

static float[] Mean(Picture[] pictures) => [.. Enumerable.Range(0, side * side).Select(i => pictures.Average(picture => picture.Pixels[i]))];

static int Nearest(Picture picture, float[][] means) =>
    Enumerable.Range(0, means.Length).MinBy(shape => means[shape].Zip(picture.Pixels, (mean, pixel) => (mean - pixel) * (mean - pixel)).Sum());

static int Largest(Tensor logits, int row)
{
    var scores = logits.Data.Slice(row * logits.Columns, logits.Columns).ToArray();
    return Array.IndexOf(scores, scores.Max());
}

double Share(Picture[] pictures, Func<Picture, bool> counts) =>
    pictures.Zip(named).Where(pair => counts(pair.First)).Average(pair => pair.First.Shape == pair.Second ? 1.0 : 0.0);

static float[] ClassToken(float[] maps)                                                 // [heads, 37, 37] -> [36]
{
    var heads = maps.Length / (tokens * tokens);
    return [.. Enumerable.Range(1, tokens - 1).Select(p => Enumerable.Range(0, heads).Average(head => maps[(head * tokens * tokens) + p]))];
}

static IEnumerable<int> PixelsOf(int p)
{
    var (top, left) = (p / (side / patch) * patch, p % (side / patch) * patch);
    return Enumerable.Range(0, patch * patch).Select(i => ((top + (i / patch)) * side) + left + (i % patch));
}

internal sealed record Picture(float[] Pixels, bool[] Inside, int Shape);
