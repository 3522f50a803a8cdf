using System.Security.Cryptography;
using Heed.Kernels;
using Heed.Pipelines.Evaluation;
using Heed.Pipelines.Images;
using Heed.Pipelines.Samples;

namespace Heed.Pipelines.Tests.Samples;

public class ImageSamplesTests
{
    private static readonly ImageSet Set = ImageSamples.Generate();

    private static IReadOnlyList<ImageExample>[] Splits => [Set.Train, Set.Validation!, Set.Test!];

    [Fact]
    public void Every_split_has_its_size_and_as_many_of_each_figure()
    {
        Assert.Equal([6000, 600, 1000], Splits.Select(split => split.Count));
        Assert.All(Splits, split => Assert.Equal(ImageSamples.Labels, split.CountBy(example => example.Label).Select(figure => figure.Key)));
        Assert.All(Splits, split => Assert.All(split.CountBy(example => example.Label), figure => Assert.Equal(split.Count / 8, figure.Value)));
    }

    [Fact]
    public void Pictures_have_32_pixels_each_way() =>
        Assert.All(Splits.SelectMany(split => split), example => Assert.Equal(new GridSize(32, 32), example.Image.Read().Size));

    [Fact]
    public void No_picture_comes_twice()
    {
        var pictures = Splits.SelectMany(split => split).Select(Hash).ToList();
        Assert.Equal(pictures.Count, pictures.Distinct().Count());
    }

    // The bytes must not depend on processor, system or threads: these were made on x64 under Linux.
    [Fact]
    public void The_bytes_are_the_same_on_every_machine() =>
        Assert.Equal("6009612EC66D9B7D", Convert.ToHexString(SHA256.HashData([.. Set.Test!.SelectMany(example => example.Image.Read().Pixels.ToArray())]))[..16]);

    [Fact]
    public void One_thread_draws_what_many_draw_and_another_seed_other_pictures()
    {
        var threads = Team.Threads;
        try
        {
            Team.Threads = 1;
            Assert.Equal(Set.Validation!.Select(Hash), ImageSamples.Generate().Validation!.Select(Hash));
            Team.Threads = 3;
            Assert.Empty(Set.Validation!.Select(Hash).Intersect(ImageSamples.Generate(43).Validation!.Select(Hash)));
        }
        finally
        {
            Team.Threads = threads;
        }
    }

    [Fact]
    public void A_classifier_that_weighs_pixels_fails()
    {
        var examples = Enumerable.Range(0, 1500).ToArray();
        var rows = Rows([.. Set.Train.Take(examples.Length)]);
        int[] labels = [.. Set.Train.Take(examples.Length).Select(LabelOf)];
        var model = SoftmaxRegression.Fit(rows, labels, examples, 8, strength: 0.001, start: null, tolerance: 0.01, TestContext.Current.CancellationToken);
        var test = Rows(Set.Test!);
        var probabilities = new float[8];
        var right = 0;
        for (var i = 0; i < Set.Test!.Count; i++)
        {
            model.Probabilities(test.ColumnsOf(i), test.ValuesOf(i), probabilities);
            right += probabilities.IndexOf(probabilities.Max()) == LabelOf(Set.Test[i]) ? 1 : 0;
        }

        Assert.InRange(right / (double)Set.Test.Count, 0.08, 0.35);
    }

    [Fact]
    public void The_nearest_mean_picture_tells_little()
    {
        var means = ImageSamples.Labels.Select(label => Mean(Set.Train.Where(example => example.Label == label))).ToList();
        var right = Set.Test!.Count(example =>
        {
            var pixels = Values(example);
            return means.IndexOf(means.MinBy(mean => mean.Zip(pixels, (a, b) => (a - b) * (a - b)).Sum())!) == LabelOf(example);
        });
        Assert.InRange(right / (double)Set.Test!.Count, 0.08, 0.3);
    }

    private static int LabelOf(ImageExample example) => ImageSamples.Labels.ToList().IndexOf(example.Label);

    private static string Hash(ImageExample example) => Convert.ToHexString(SHA256.HashData(example.Image.Read().Pixels));

    private static float[] Values(ImageExample example) => [.. example.Image.Read().Pixels.ToArray().Select(value => (value - 128) / 64f)];

    private static float[] Mean(IEnumerable<ImageExample> examples)
    {
        var (sum, count) = (new float[32 * 32 * 3], 0);
        foreach (var example in examples)
        {
            count++;
            var values = Values(example);
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += values[i];
            }
        }

        return [.. sum.Select(value => value / count)];
    }

    private static SparseMatrix Rows(IReadOnlyList<ImageExample> examples)
    {
        const int Width = 32 * 32 * 3;
        return new SparseMatrix(
            [.. Enumerable.Range(0, examples.Count + 1).Select(row => row * Width)],
            [.. Enumerable.Range(0, examples.Count).SelectMany(_ => Enumerable.Range(0, Width))],
            [.. examples.SelectMany(Values)],
            Width);
    }
}
