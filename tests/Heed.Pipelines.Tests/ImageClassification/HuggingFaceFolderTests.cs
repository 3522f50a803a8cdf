using System.Text.Json.Nodes;
using Heed.Autograd;
using Heed.Checkpoints;
using Heed.Pipelines.Classification;
using Heed.Pipelines.ImageClassification;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.Tests.ImageClassification;

/// <summary>Folders as transformers saves them, with a preprocessor_config.json beside the weights.</summary>
public class HuggingFaceFolderTests
{
    private const string AnySize = """{"do_resize": false, "image_mean": [0.5, 0.4, 0.3], "image_std": [0.5, 0.25, 0.2]}""";

    // The shorter edge is the model's, and nothing is cut off the longer one.
    private const string ShortestEdge = """{"image_processor_type": "CLIPImageProcessor", "size": {"shortest_edge": 16}, "do_center_crop": false}""";

    public static TheoryData<string> Folders => ["vit_imgcls", "deit_teacher", "dinov2_imgcls", "dinov2_registers"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void It_opens_with_its_labels_and_scores_as_transformers_does(string name)
    {
        using var folder = Folder(name, AnySize);
        var classifier = ImageClassifier.Load(folder.Path);
        using var expected = SafetensorsFile.Open(Repository.Shared("goldens", "models", name, "expected.safetensors"));
        var logits = classifier.Vision.Model.Classify(
            Tensor.From(expected.ReadFloats("pixel_values"), expected.Entry("pixel_values").Shape.ToArray()), resizesPositions: true);

        Assert.Equal("LABEL_1", classifier.Labels[1]);
        Assert.All(expected.ReadFloats("logits").Zip(logits.Data.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 2e-5f * (1 + Math.Abs(pair.First))));
        Assert.Equal(expected.Entry("logits").Shape[1], classifier.Predict(Picture(16, 16)).Scores.Count);
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void It_is_saved_as_it_was(string name)
    {
        using var folder = Folder(name, AnySize);
        using var copy = new TemporaryFolder();
        var classifier = ImageClassifier.Load(folder.Path);
        classifier.Save(copy.Path);

        Assert.Equal((string?)Config(folder)["architectures"]![0], (string?)Config(copy)["architectures"]![0]);
        Assert.Equal(Scores(classifier), Scores(ImageClassifier.Load(copy.Path)));
    }

    [Fact]
    public void A_DeiT_without_a_teacher_has_one_classifier()
    {
        using var folder = Folder("deit_teacher", AnySize);
        var config = Config(folder);
        config["architectures"] = new JsonArray("DeiTForImageClassification");
        File.WriteAllText(folder.File("config.json"), config.ToJsonString());
        Keep(folder, name => name.StartsWith("distillation_classifier", StringComparison.Ordinal) ? null : name.Replace("cls_classifier", "classifier", StringComparison.Ordinal));
        using var copy = new TemporaryFolder();
        var classifier = ImageClassifier.Load(folder.Path);
        using var expected = SafetensorsFile.Open(Repository.Shared("goldens", "models", "deit_teacher", "expected.safetensors"));
        var logits = classifier.Vision.Model.Classify(Tensor.From(expected.ReadFloats("pixel_values"), expected.Entry("pixel_values").Shape.ToArray()));

        Assert.All(expected.ReadFloats("cls_logits").Zip(logits.Data.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 2e-5f * (1 + Math.Abs(pair.First))));
        classifier.Save(copy.Path);
        Assert.Equal("DeiTForImageClassification", (string?)Config(copy)["architectures"]![0]);
        Assert.Equal(Scores(classifier), Scores(ImageClassifier.Load(copy.Path)));
    }

    [Fact]
    public void Pictures_that_keep_their_proportions_are_classified_together_as_alone()
    {
        using var folder = Folder("dinov2_imgcls", ShortestEdge);
        var classifier = ImageClassifier.Load(folder.Path);
        RgbImage[] pictures = [Picture(16, 16), Picture(16, 16, seed: 5), Picture(16, 40), Picture(50, 20), Picture(16, 16, seed: 7)];

        var together = classifier.Predict([.. pictures.Select(picture => ImageSource.FromPixels(picture, "pixels"))], cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(pictures.Select(picture => Rounded(classifier.Predict(picture))), together.Select(Rounded));

        static string Rounded(Prediction prediction) => string.Join(' ', prediction.Scores.Select(score => $"{score.Label} {score.Score:F4}"));
    }

    private static TemporaryFolder Folder(string name, string preprocessing)
    {
        var source = Repository.Shared("goldens", "models", name);
        var folder = new TemporaryFolder();
        foreach (var file in (string[])["config.json", "model.safetensors"])
        {
            File.Copy(Path.Combine(source, file), folder.File(file));
        }

        File.WriteAllText(folder.File(ImageProcessorConfig.FileName), preprocessing);
        return folder;
    }

    private static JsonNode Config(TemporaryFolder folder) => JsonNode.Parse(File.ReadAllText(folder.File("config.json")))!;

    /// <summary>Writes the weights under other names; those without a name are left out.</summary>
    private static void Keep(TemporaryFolder folder, Func<string, string?> newName)
    {
        List<(string Name, Tensor Tensor)> tensors = [];
        using (var file = SafetensorsFile.Open(folder.File("model.safetensors")))
        {
            tensors.AddRange(file.Entries
                .Where(entry => newName(entry.Name) is not null)
                .Select(entry => (newName(entry.Name)!, Tensor.From(file.ReadFloats(entry.Name), entry.Shape.ToArray()))));
        }

        SafetensorsWriter.Write(folder.File("model.safetensors"), tensors);
    }

    private static IEnumerable<double> Scores(ImageClassifier classifier) => classifier.Predict(Picture(16, 16)).Scores.Select(score => (double)score.Score);

    private static RgbImage Picture(int height, int width, int seed = 3)
    {
        var pixels = new byte[height * width * RgbImage.Channels];
        new Random(seed).NextBytes(pixels);
        return new RgbImage(pixels, new(height, width));
    }
}
