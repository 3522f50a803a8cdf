using System.Diagnostics;
using Heed.Layers;
using Heed.Models;
using Heed.Pipelines.Classification;
using Heed.Pipelines.ImageClassification;
using Heed.Pipelines.Images;
using Heed.Pipelines.Samples;

namespace Heed.Pipelines.Tests.ImageClassification;

/// <summary>The numbers of docs/explaining-pictures.md; made when asked for, because thirteen models are trained: -class "*ExplanationMeasurements" -explicit only -showLiveOutput.</summary>
public class ExplanationMeasurements
{
    private const int Count = 30;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private readonly Dictionary<ExplanationMethod, List<(bool Finds, Faithfulness Trust)>> single = [];
    private readonly Dictionary<ExplanationMethod, List<bool>> own = [];

    [Theory(Explicit = true)]
    [InlineData(ImagePooling.ClassToken, 0)]
    [InlineData(ImagePooling.Mean, 0)]
    [InlineData(ImagePooling.Sequence, 0)]
    [InlineData(ImagePooling.Sequence, 2)]
    public void Of_each_method_how_often_it_is_right_and_what_deletion_and_insertion_say(ImagePooling pooling, int numConvolutions)
    {
        foreach (var seed in (int[])[3, 4, 5])
        {
            Measure(MarkedPictures.Train(pooling, numConvolutions, seed));
        }

        var output = TestContext.Current.TestOutputHelper!;
        output.WriteLine("method | finds the mark | tells two marks apart | deletion | insertion | random | gain | beats random");
        foreach (var (method, all) in single)
        {
            var trust = all.Select(one => one.Trust).ToList();
            output.WriteLine(
                $"{pooling} {numConvolutions} {method} | {Share(all.Select(one => one.Finds))} | {Share(own[method])} | {trust.Average(one => one.Deletion):0.00} | " +
                $"{trust.Average(one => one.Insertion):0.00} | {trust.Average(one => one.Random.Mean):0.00} | {trust.Average(one => one.Gain):0.00} | {Share(trust.Select(one => one.BeatsRandom))}");
        }

        Assert.All(single.Values, all => Assert.Equal(3 * Count, all.Count));

        static string Share(IEnumerable<bool> all) => $"{all.Average(one => one ? 1.0 : 0):0.00}";
    }

    [Fact(Explicit = true)]
    public void Of_each_method_what_deletion_and_insertion_say_of_the_built_in_pictures()
    {
        var images = ImageSamples.Generate();
        var classifier = ImageClassifier.Train(images, new ImageClassifierOptions { Epochs = 6 }, cancellation: Cancellation);
        foreach (var example in images.Test!.Take(100))
        {
            foreach (var map in classifier.Explain(example.Image, new ImageExplanationOptions { Target = example.Label }, Cancellation).Maps)
            {
                single.TryAdd(map.Method, []);
                single[map.Method].Add((false, map.Trust!));
            }
        }

        var output = TestContext.Current.TestOutputHelper!;
        output.WriteLine($"accuracy {classifier.Training!.Validation.Metrics.Accuracy:0.000}; method | deletion | insertion | random | gain | beats random");
        foreach (var (method, all) in single)
        {
            var trust = all.Select(one => one.Trust).ToList();
            output.WriteLine(
                $"{method} | {trust.Average(one => one.Deletion):0.00} | {trust.Average(one => one.Insertion):0.00} | {trust.Average(one => one.Random.Mean):0.00} ± " +
                $"{trust.Average(one => one.Random.Deviation):0.00} | {trust.Average(one => one.Gain):0.00} | {trust.Average(one => one.BeatsRandom ? 1.0 : 0):0.00}");
        }

        Assert.All(single.Values, all => Assert.Equal(100, all.Count));
    }

    [Fact(Explicit = true)]
    public void How_long_ViT_B_16_takes_and_how_much_memory()
    {
        var model = new ViTForImageClassification(ViTConfig.Base16, 1000, new ParameterSet(1));
        var classifier = new ImageClassifier(
            new VisionModel(model, nameof(ViTForImageClassification), ViTConfig.Base16.ToJson()),
            ImageProcessorConfig.ViT,
            new LabelSet([.. Enumerable.Range(0, 1000).Select(i => $"{i}")]));
        var image = MarkedPictures.Make(1, seed: 1)[0].Example.Image;
        foreach (var measuresTrust in (bool[])[false, false, true])
        {
            var clock = Stopwatch.StartNew();
            Assert.Equal(196, classifier.Explain(image, new ImageExplanationOptions { MeasuresTrust = measuresTrust }, Cancellation).Grid.Count);
            TestContext.Current.TestOutputHelper!.WriteLine(
                $"tested: {measuresTrust}, {clock.Elapsed.TotalSeconds:0.0} s, peak {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB, of it parameters {model.Parameters.Count * 4 >> 20} MB");
        }
    }

    private void Measure(ImageClassifier classifier)
    {
        foreach (var (example, patch) in MarkedPictures.Make(Count, seed: 9))
        {
            foreach (var map in classifier.Explain(example.Image, MarkedPictures.Thorough with { Target = example.Label }, Cancellation).Maps)
            {
                single.TryAdd(map.Method, []);
                single[map.Method].Add((map.Values[patch] == map.Values.Max(), map.Trust!));
            }
        }

        foreach (var (image, red, blue) in MarkedPictures.MakeOfBoth(Count, seed: 9))
        {
            var options = new ImageExplanationOptions { MeasuresTrust = false };
            Tell(classifier.Explain(image, options with { Target = "red" }, Cancellation), red, blue);
            Tell(classifier.Explain(image, options with { Target = "blue" }, Cancellation), blue, red);
        }
    }

    private void Tell(ImageExplanation explanation, int mark, int other)
    {
        foreach (var map in explanation.Maps)
        {
            own.TryAdd(map.Method, []);
            own[map.Method].Add(map.Values[mark] > map.Values[other]);
        }
    }
}
