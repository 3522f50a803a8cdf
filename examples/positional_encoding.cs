// Positional encoding: telling attention what stands where.
//
//     dotnet run examples/positional_encoding.cs
//
// Attention is a sum over keys, and a sum does not care for order: to it "dog bites man" and "man bites dog" are the same three words.
// So a vector that says the position is added to each word. It can be computed, or it can be learnt. We do both and compare what
// attention sees of them: the dot products of positions.
#:project ../src/Heed/Heed.csproj
#:project ../src/Heed.Figures/Heed.Figures.csproj
using Heed.Attention.Positions;
using Heed.Autograd;
using Heed.Figures;
using Heed.Figures.Charts;
using Heed.Layers;
using Heed.Training;

const int seqLen = 32;
const int modelDim = 32;

// 1. Sinusoidal (Vaswani et al. 2017): every pair of dimensions is a clock hand, the first fast, each one after it slower.
//
//     pe[p, 2i]     = sin(p / theta^(2i / d))
//     pe[p, 2i + 1] = cos(p / theta^(2i / d))
const double theta = 10_000;        // Change this line: with 10 no hand is slow, and at a distance of 4 all likeness is gone.

var sinusoidal = new float[seqLen * modelDim];              // [n, d]
for (var p = 0; p < seqLen; p++)
{
    for (var i = 0; i < modelDim / 2; i++)
    {
        var angle = p / Math.Pow(theta, 2.0 * i / modelDim);
        sinusoidal[(p * modelDim) + (2 * i)] = (float)Math.Sin(angle);
        sinusoidal[(p * modelDim) + (2 * i) + 1] = (float)Math.Cos(angle);
    }
}

var heed = SinusoidalPositions.Interleaved(seqLen, modelDim, theta);
var difference = sinusoidal.Zip(heed.Data.ToArray(), (ours, theirs) => MathF.Abs(ours - theirs)).Max();
Console.WriteLine($"Sinusoidal encodings of {seqLen} positions, {modelDim} wide.");
Console.WriteLine($"Heed's SinusoidalPositions gives the same numbers: {(difference < 1e-5f ? "yes" : $"no, they differ by {difference}")}");

// sin a sin b + cos a cos b = cos(a - b): the dot product of two positions depends on their distance alone.
var dots = DotProducts(sinusoidal);                         // [n, d] x [n, d]^T -> [n, n]
int[] starts = [0, 5, 10];
int[] shownDistances = [0, 1, 2, 3, 4, 8, 16];
Console.WriteLine();
Console.WriteLine("pe[p] . pe[p + distance], for three p");
Console.WriteLine("  distance     p = 0     p = 5    p = 10");
foreach (var distance in shownDistances)
{
    Console.WriteLine($"  {distance,8}{string.Concat(starts.Select(p => $"{dots[(p * seqLen) + p + distance],10:F2}"))}");
}

// 2. Learnt: a table of numbers, random at first. A task has to teach it what a position is.
//    The task: a smooth curve of which one place is hidden, to be filled in from the others by attention that knows positions only.
//
//     weights = softmax(P P^T / sqrt(d)), without the place itself          P: the learnt table
//     guess_i = sum_j weights_ij curve_j
//
//    Nothing tells the table that positions have an order. But who wants to guess well has to look at neighbours.
var parameters = new ParameterSet(seed: 1);
var table = new LearnedPositions(parameters.Root["positions"], seqLen, modelDim, standardDeviation: 0.3f).Weight;   // [n, d]
var untrained = table.Data.ToArray();
bool[] others = [.. Enumerable.Range(0, seqLen * seqLen).Select(cell => cell / seqLen != cell % seqLen)];

Tensor Error(Tensor curves)
{
    var scores = Op.Scale(Op.Linear(table, table), 1 / MathF.Sqrt(modelDim));                   // [n, d] x [n, d]^T -> [n, n]
    var weights = Op.Softmax(Op.MaskedFill(scores, others, float.NegativeInfinity));            // [n, n] -> [n, n]
    var guesses = Op.Linear(curves, weights);                                                   // [b, n] x [n, n]^T -> [b, n]
    var misses = Op.Subtract(guesses, curves);
    return Op.Mean(Op.Multiply(misses, misses));                                                // a number
}

const int steps = 1_000;
var random = new Random(1);
var optimizer = new AdamW(parameters.All, decays: (_, _) => false);
var test = Curves(500);
Console.WriteLine();
Console.WriteLine("A learnt table, trained to fill in hidden places of curves. Mean squared error on new curves:");
Console.WriteLine($"  before training: {Error(test).Item():F3}");
for (var step = 0; step < steps; step++)
{
    using var tape = new Tape();
    var loss = Error(Curves(64));
    parameters.ClearGradients();
    tape.Backward(loss);
    optimizer.Step(0.03 * Schedule.Cosine(step, warmupSteps: 50, totalSteps: steps));
}

Console.WriteLine($"  after:           {Error(test).Item():F3}");


// What has it learnt? Positions that are near have become alike, as the formula has them; further away both differ.
string[] names = ["sinusoidal", "untrained", "learnt"];
float[][] likeness = [LikenessByDistance(sinusoidal), LikenessByDistance(untrained), LikenessByDistance(table.Data.ToArray())];
Console.WriteLine();
Console.WriteLine("Mean dot product of two positions, that of a position with itself being 1");
Console.WriteLine($"  distance{string.Concat(names.Select(name => $"{name,12}"))}");
foreach (var distance in shownDistances)
{
    Console.WriteLine($"  {distance,8}{string.Concat(likeness.Select(series => $"{series[distance],12:F2}"))}");
}

string[] positions = [.. Enumerable.Range(0, seqLen).Select(p => $"{p}")];
string[] dimensions = [.. Enumerable.Range(0, modelDim).Select(c => $"{c}")];
Figure.Stack("Positional encoding",
[
    HeatMap.DrawSigned(
        sinusoidal, positions, dimensions, "Sinusoidal encodings",
        "Row p is position p: sin(p / θ^(2i/d)) and cos(p / θ^(2i/d)) in turn, fast waves on the left, slow ones on the right."),
    LineChart.Draw(
        [.. names.Zip(likeness, (name, values) => ChartSeries.Of(name, values))],
        "How alike are two positions?", "distance", "mean dot product",
        "PE(p) · PE(p + distance), averaged over p and divided by its value at distance 0."),
]).Save("positional_encoding.svg");
Console.WriteLine();
Console.WriteLine("Picture: positional_encoding.svg, in this folder");

// A curve: three slow waves of random height and shift.
Tensor Curves(int count)
{
    var curves = Tensor.Zeros(count, seqLen);
    for (var c = 0; c < count; c++)
    {
        for (var wave = 1; wave <= 3; wave++)
        {
            var (height, shift) = (random.NextDouble(), random.NextDouble());
            for (var i = 0; i < seqLen; i++)
            {
                curves.Data[(c * seqLen) + i] += (float)(height * Math.Sin(2 * Math.PI * ((wave * i / (double)seqLen) + shift)));
            }
        }
    }

    return curves;
}

static float[] DotProducts(float[] rows)                    // [n, d] x [n, d]^T -> [n, n]
{
    var dots = new float[seqLen * seqLen];
    for (var p = 0; p < seqLen; p++)
    {
        for (var other = 0; other < seqLen; other++)
        {
            for (var c = 0; c < modelDim; c++)
            {
                dots[(p * seqLen) + other] += rows[(p * modelDim) + c] * rows[(other * modelDim) + c];
            }
        }
    }

    return dots;
}

static float[] LikenessByDistance(float[] rows)             // [n, d] -> [n / 2]
{
    var dots = DotProducts(rows);
    var means = Enumerable.Range(0, seqLen / 2 + 1).Select(distance => Enumerable.Range(0, seqLen - distance).Average(p => dots[(p * seqLen) + p + distance])).ToArray();
    return [.. means.Select(mean => mean / means[0])];
}
