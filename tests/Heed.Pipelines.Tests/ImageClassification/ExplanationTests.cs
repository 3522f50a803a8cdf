using System.Text.Json;
using Heed.Kernels;
using Heed.Models;
using Heed.Pipelines.ImageClassification;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.Tests.ImageClassification;

/// <summary>Where it is known which patch decides, the methods are asked which it was, and deletion and insertion whether they are right.</summary>
public sealed class ExplanationTests(ExplanationTests.Trained trained) : IClassFixture<ExplanationTests.Trained>
{
    private const double Margin = 0.2;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ImageExplanation Explained => trained.Of(ImagePooling.Mean).Explanations[0].Explanation;

    [Fact]
    public void Relevance_finds_the_patch_that_decides_and_deletion_and_insertion_say_so()
    {
        var all = trained.Of(ImagePooling.Mean).Explanations;
        Assert.InRange(all.Count(one => Finds(one.Explanation[ExplanationMethod.Relevance], one.Patch)), all.Count / 2, all.Count);
        AssertTrusted(all, ExplanationMethod.Relevance);
    }

    [Theory]
    [InlineData(ImagePooling.Mean)]
    [InlineData(ImagePooling.ClassToken)]
    public void Rollout_finds_what_there_is_to_find(ImagePooling pooling)
    {
        AssertTrusted(trained.Of(pooling).Explanations, ExplanationMethod.Rollout);
        AssertTrusted(trained.Of(pooling).Explanations, ExplanationMethod.GradientRollout);
    }

    [Fact]
    public void Of_two_marks_relevance_names_the_one_of_the_class_in_question_and_rollout_cannot()
    {
        var classifier = trained.Of(ImagePooling.Mean).Classifier;
        var (relevance, rollout) = (0, 0);
        var pictures = MarkedPictures.MakeOfBoth(20, seed: 9);
        foreach (var (image, red, blue) in pictures)
        {
            var (ofRed, ofBlue) = (Explain("red"), Explain("blue"));
            relevance += Own(ofRed, ExplanationMethod.Relevance, red, blue) + Own(ofBlue, ExplanationMethod.Relevance, blue, red);
            rollout += Own(ofRed, ExplanationMethod.Rollout, red, blue) + Own(ofBlue, ExplanationMethod.Rollout, blue, red);

            ImageExplanation Explain(string target) => classifier.Explain(image, new ImageExplanationOptions { Target = target, MeasuresTrust = false }, Cancellation);
        }

        Assert.InRange(relevance, pictures.Count * 2 * 0.8, pictures.Count * 2);
        Assert.Equal(pictures.Count, rollout);

        static int Own(ImageExplanation explanation, ExplanationMethod method, int own, int other) =>
            explanation[method].Values[own] > explanation[method].Values[other] ? 1 : 0;
    }

    [Fact]
    public void A_map_of_garbage_does_no_better_than_chance()
    {
        var (classifier, explanations) = trained.Of(ImagePooling.Mean);
        var random = new Random(4);
        var measured = explanations.SelectMany(one =>
        {
            var target = classifier.LabelSet.IndexOf(one.Explanation.Target);
            var test = new DeletionTest(classifier, one.Explanation.Image, one.Explanation.Cells, target, MarkedPictures.Thorough, Cancellation);
            return Enumerable.Range(0, 4).Select(_ => test.Measure([.. Enumerable.Range(0, one.Explanation.Grid.Count).Select(_ => random.NextSingle())])).ToList();
        }).ToList();
        Assert.InRange(measured.Average(trust => trust.Gain), -Margin, Margin);
        Assert.InRange(measured.Count(trust => trust.BeatsRandom), 0, measured.Count / 4);
    }

    [Fact]
    public void Maps_are_shares_and_curves_lead_from_the_whole_picture_to_none()
    {
        Assert.Equal("attention, rollout, gradient rollout, relevance", string.Join(", ", Explained.Maps.Select(map => map.Name)));
        Assert.Equal((new GridSize(6, 6), 3, 2, 36), (Explained.Grid, Explained.NumLayers, Explained.NumHeads, Explained.NumTokens));
        foreach (var map in Explained.Maps)
        {
            Assert.Equal(36, map.Values.Count);
            Assert.Equal(1, map.Values.Sum(), 1e-4);
            Assert.All(map.Values, value => Assert.True(value >= 0));
            var trust = map.Trust!;
            Assert.Equal(33, trust.DeletionCurve.Count);
            Assert.Equal(Explained.Prediction.Score, trust.DeletionCurve[0], 1e-5);
            Assert.Equal(trust.DeletionCurve, [trust.InsertionCurve[^1], .. trust.DeletionCurve.Skip(1).Take(31), trust.InsertionCurve[0]]);
            Assert.Equal((0, 1), (trust.Random.Shares[0], trust.Random.Shares[^1]));
            Assert.Equal(trust.Random.Mean, trust.Random.Areas.Average(), 1e-12);
            Assert.Equal(10, trust.Random.Areas.Count);
        }

        Assert.Equal(Explained.Maps.Max(map => map.Trust!.Gain), Explained.MostFaithful!.Trust!.Gain);
    }

    [Fact]
    public void The_insertion_of_an_order_is_the_deletion_of_its_inverse()
    {
        var (classifier, explanations) = trained.Of(ImagePooling.Mean);
        var explanation = explanations[1].Explanation;
        var test = new DeletionTest(
            classifier, explanation.Image, explanation.Cells, classifier.LabelSet.IndexOf(explanation.Target), MarkedPictures.Thorough with { Steps = 12 }, Cancellation);
        float[] rising = [.. Enumerable.Range(0, 36).Select(patch => (float)patch)];
        Assert.Equal(test.Measure(rising).Insertion, test.Measure([.. rising.Reverse()]).Deletion, 1e-6);
    }

    [Fact]
    public void Any_number_of_threads_explains_alike()
    {
        var threads = Team.Threads;
        try
        {
            Team.Threads = 1;
            var alone = Json();
            Team.Threads = 2;
            Assert.Equal(alone, Json());
        }
        finally
        {
            Team.Threads = threads;
        }

        string Json()
        {
            var explanation = trained.Of(ImagePooling.ClassToken).Classifier.Explain(MarkedPictures.Make(1, seed: 2)[0].Example.Image, cancellation: Cancellation);
            return JsonSerializer.Serialize(explanation.Maps);
        }
    }

    [Fact]
    public void Maps_can_be_written_as_JSON()
    {
        var map = JsonSerializer.SerializeToNode(Explained[ExplanationMethod.GradientRollout])!;
        Assert.Equal(("GradientRollout", "gradient rollout"), ((string?)map["Method"], (string?)map["Name"]));
        Assert.Equal(10, map["Trust"]!["Random"]!["Areas"]!.AsArray().Count);
    }

    [Fact]
    public void Only_what_is_asked_for_is_made()
    {
        var options = new ImageExplanationOptions { Methods = [ExplanationMethod.Rollout], MeasuresTrust = false };
        var explanation = trained.Of(ImagePooling.Mean).Classifier.Explain(MarkedPictures.Make(1, seed: 2)[0].Example.Image, options, Cancellation);
        Assert.Null(Assert.Single(explanation.Maps).Trust);
        Assert.Null(explanation.MostFaithful);
        Assert.Throws<KeyNotFoundException>(() => explanation[ExplanationMethod.Relevance]);
        Assert.Throws<ArgumentOutOfRangeException>(() => options with { Steps = 33 });
        Assert.Throws<ArgumentOutOfRangeException>(() => options with { RandomOrders = 1 });
    }

    [Fact]
    public void A_label_that_the_model_lacks_is_named()
    {
        var (classifier, _) = trained.Of(ImagePooling.Mean);
        var error = Assert.Throws<InvalidInputException>(
            () => classifier.Explain(MarkedPictures.Make(1, seed: 2)[0].Example.Image, new ImageExplanationOptions { Target = "green" }, Cancellation));
        Assert.Equal("The model has no label \"green\"; expected one of \"blue\", \"none\", \"red\".", error.Message);
    }

    private static bool Finds(PatchMap map, int patch) => map.Values[patch] == map.Values.Max();

    private static void AssertTrusted(IReadOnlyList<(ImageExplanation Explanation, int Patch)> all, ExplanationMethod method)
    {
        var trust = all.Select(one => one.Explanation[method].Trust!).ToList();
        var random = trust.Average(one => one.Random.Mean);
        Assert.InRange(trust.Average(one => one.Deletion), 0, random - Margin);
        Assert.InRange(trust.Average(one => one.Insertion), random + Margin, 1);
    }

    /// <summary>A model of each kind, trained when it is first asked for, and what it says of some pictures.</summary>
    public sealed class Trained
    {
        private readonly Dictionary<ImagePooling, (ImageClassifier, List<(ImageExplanation, int)>)> models = [];

        internal (ImageClassifier Classifier, List<(ImageExplanation Explanation, int Patch)> Explanations) Of(ImagePooling pooling)
        {
            if (!models.TryGetValue(pooling, out var model))
            {
                var classifier = MarkedPictures.Train(pooling, numConvolutions: 0);
                models[pooling] = model = (classifier, [.. MarkedPictures.Make(20, seed: 9).Select(picture => (Explain(picture.Example), picture.Patch))]);

                ImageExplanation Explain(ImageExample example) => classifier.Explain(example.Image, MarkedPictures.Thorough with { Target = example.Label }, Cancellation);
            }

            return model;
        }
    }
}
