using Heed.Autograd;
using Heed.Kernels;
using Heed.Models;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.ImageClassification;

/// <summary>Measures <see cref="Faithfulness"/>: pictures with some patches gone, as many through the model at once as a batch holds.</summary>
internal sealed class DeletionTest
{
    // More at once is no faster, and of a large model takes gigabytes.
    private const int TokensOfBatch = 4096;

    private readonly ImageClassifier classifier;
    private readonly PatchEraser eraser;
    private readonly int target;
    private readonly int numPatches;
    private readonly int steps;
    private readonly ulong seed;
    private readonly CancellationToken cancellation;
    private readonly (float Whole, float Empty) ends;
    private readonly RandomControl random;

    public DeletionTest(ImageClassifier classifier, RgbImage image, TokenCells cells, int target, ImageExplanationOptions options, CancellationToken cancellation)
    {
        (this.classifier, this.target, this.cancellation) = (classifier, target, cancellation);
        eraser = new PatchEraser(image, cells, classifier.Preprocessing);
        numPatches = cells.Count;
        steps = Math.Min(options.Steps, numPatches);
        seed = (ulong)options.Seed;
        var whole = Probabilities([[], ByChance(0)]);
        ends = (whole[0], whole[1]);
        random = Control(options.RandomOrders);
    }

    public Faithfulness Measure(ReadOnlySpan<float> relevance)
    {
        var order = Order(relevance);
        int[] inverse = [.. order.Reverse()];
        var curves = Curves([order, inverse]);
        float[] insertion = [.. curves[1].Reverse()];
        return new Faithfulness(Area(curves[0]), Area(insertion), curves[0], insertion, random);
    }

    private double[] Shares => [.. Enumerable.Range(0, steps + 1).Select(step => GoneAt(step) / (double)numPatches)];

    private int GoneAt(int step) => (int)Math.Round(step * (double)numPatches / steps);

    private RandomControl Control(int orders)
    {
        var curves = Curves([.. Enumerable.Range(0, orders).Select(ByChance)]);
        double[] areas = [.. curves.Select(Area)];
        var mean = areas.Average();
        var deviation = Math.Sqrt(areas.Sum(area => (area - mean) * (area - mean)) / (orders - 1));
        return new RandomControl(mean, deviation, areas, [.. Enumerable.Range(0, steps + 1).Select(step => curves.Average(curve => curve[step]))], Shares);
    }

    /// <summary>Probability of the class along each order, of what is there to what is left of it.</summary>
    private float[][] Curves(IReadOnlyList<int[]> orders)
    {
        var between = Probabilities([.. orders.SelectMany(order => Enumerable.Range(1, steps - 1).Select(step => order[..GoneAt(step)]))]);
        return [.. orders.Select((_, i) => (float[])[ends.Whole, .. between.AsSpan(i * (steps - 1), steps - 1), ends.Empty])];
    }

    /// <summary>Probability of the class with these patches gone.</summary>
    private float[] Probabilities(IReadOnlyList<int[]> gone)
    {
        var numClasses = classifier.Labels.Count;
        var result = new List<float>(gone.Count);
        foreach (var batch in gone.Chunk(Math.Clamp(TokensOfBatch / numPatches, 1, ImageInference.BatchSize)))
        {
            var probabilities = classifier.Probabilities([.. batch.Select(patches => eraser.Without(patches))], cancellation);
            result.AddRange(Enumerable.Range(0, batch.Length).Select(i => probabilities[(i * numClasses) + target]));
        }

        return [.. result];
    }

    /// <summary>The most relevant first; chance decides between equals, so that a map that says nothing comes to what chance comes to.</summary>
    private int[] Order(ReadOnlySpan<float> relevance)
    {
        var values = relevance.ToArray();
        return [.. ByChance(-1).OrderByDescending(patch => values[patch])];
    }

    private int[] ByChance(int number)
    {
        int[] order = [.. Enumerable.Range(0, numPatches)];
        CounterRandom.Shuffle(order.AsSpan(), RandomKey.Of(seed, (ulong)number));
        return order;
    }

    /// <summary>Area under a curve by trapezoids.</summary>
    private double Area(float[] curve)
    {
        var (shares, area) = (Shares, 0.0);
        for (var step = 1; step < curve.Length; step++)
        {
            area += (shares[step] - shares[step - 1]) * (curve[step] + (double)curve[step - 1]) / 2;
        }

        return area;
    }
}
