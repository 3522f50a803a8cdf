using System.Text.Json.Nodes;
using Heed.Attention.Positions;
using Heed.Autograd;
using Heed.Checkpoints;
using Heed.Kernels;
using Heed.Layers;
using Heed.Models;
using Heed.Pipelines.Classification;
using Heed.Pipelines.ImageClassification;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.Tests.ImageClassification;

public sealed class StartingPointTests
{
    private static readonly ViTConfig Vit = new()
    {
        ModelDim = 8, NumLayers = 1, NumHeads = 2, HiddenDim = 12, ImageSize = new(8, 8), PatchSize = new(4, 4), InitializerRange = 0.3f,
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Training_goes_on_from_a_folder_of_Heeds_and_knows_from_the_first_step_what_it_knew()
    {
        using var folder = new TemporaryFolder();
        ImageClassifier.Train(SmallPictures.Make(300), null, SmallPictures.Options(folder.Path), cancellation: Cancellation);
        var options = new ImageClassifierOptions { StartFrom = folder.Path, Epochs = 1, LearningRate = 1e-9f, AverageDecay = 0 };

        var further = ImageClassifier.Train(SmallPictures.Make(60, seed: 4), null, options, cancellation: Cancellation);

        Assert.InRange(further.Evaluate(SmallPictures.Make(100, seed: 9), cancellation: Cancellation).Metrics.Accuracy, 0.9, 1);
        Assert.Equal(32, further.Training!.Plan.Model.ModelDim);
        Assert.Equal(ImageClassifier.Load(folder.Path).Preprocessing.Mean, further.Preprocessing.Mean);
    }

    [Fact]
    public void At_another_size_positions_are_resized_and_known_classes_keep_their_weights_by_name()
    {
        using var folder = new TemporaryFolder();
        var trained = Save(folder, ["cat", "dog", "fox"]);
        var start = StartingPoint.Open(folder.Path);
        var plan = start.Numbers(new() { ImageSize = 12 });

        var made = start.Create(plan, new LabelSet(["fox", "newt", "cat"]), seed: 8).Model.Parameters;

        var positions = trained["vit.embeddings.position_embeddings"];
        Assert.Equal(
            PositionGrid.Resize(positions.Reshape(5, 8), new(2, 2), new(3, 3)).Data.ToArray(), made["vit.embeddings.position_embeddings"].Data.ToArray());
        Assert.Equal(trained["vit.encoder.layer.0.output.dense.weight"].Data.ToArray(), made["vit.encoder.layer.0.output.dense.weight"].Data.ToArray());
        var (old, head) = (trained["classifier.weight"], made["classifier.weight"]);
        Assert.Equal(old.Slice(2, 3).Data.ToArray(), head.Slice(0, 1).Data.ToArray());
        Assert.Equal(old.Slice(0, 1).Data.ToArray(), head.Slice(2, 3).Data.ToArray());
        Assert.Equal(trained["classifier.bias"].Data[2], made["classifier.bias"].Data[0]);
        Assert.Equal(0, made["classifier.bias"].Data[1]);
        Assert.NotEqual(old.Slice(1, 2).Data.ToArray(), head.Slice(1, 2).Data.ToArray());
    }

    [Fact]
    public void A_model_without_a_classifier_gets_one()
    {
        using var folder = new TemporaryFolder();
        var config = new Dinov2Config { ModelDim = 8, NumLayers = 1, NumHeads = 2, ImageSize = new(16, 16), PatchSize = new(4, 4), NumRegisters = 2 };
        var backbone = new ParameterSet(3);
        _ = new Dinov2Model(backbone.Root, config);
        Write(folder, config.ToJson(), ImageProcessorConfig.Clip with { ShortestEdge = 10, CropSize = new(8, 8) });
        Checkpoint.Save(folder.Path, backbone);

        var options = new ImageClassifierOptions { StartFrom = folder.Path, Epochs = 2 };
        var classifier = ImageClassifier.Train(SmallPictures.Make(40), null, options, cancellation: Cancellation);

        Assert.Equal((new GridSize(8, 8), 2, 2e-4f), (classifier.Training!.Plan.Model.ImageSize, classifier.Training.Plan.Model.NumRegisters, classifier.Training.Plan.LearningRate));
        Assert.Equal((10, new GridSize(8, 8)), (classifier.Preprocessing.ShortestEdge, classifier.Preprocessing.CropSize));
        using var saved = new TemporaryFolder();
        classifier.Save(saved.Path);
        var picture = SmallPictures.Make(1)[0].Image;
        Assert.Equal(classifier.Predict(picture).Score, ImageClassifier.Load(saved.Path).Predict(picture).Score);
    }

    [Fact]
    public void A_DeiT_without_a_classifier_gets_one()
    {
        using var folder = new TemporaryFolder();
        var numbers = Vit with { HasDistillationToken = true };
        var trained = new DeiTForImageClassification(numbers, 2, new ParameterSet(1)).Parameters;
        var config = numbers.ToJson();
        config["architectures"] = new JsonArray("DeiTModel");
        Write(folder, config, ImageProcessorConfig.ViT with { Size = Vit.ImageSize });
        SafetensorsWriter.Write(
            folder.File(Checkpoint.FileName), trained.All.Where(one => one.Key.StartsWith("deit.", StringComparison.Ordinal)).Select(one => (one.Key[5..], one.Value)));
        var start = StartingPoint.Open(folder.Path);

        var made = start.Create(start.Numbers(new()), new LabelSet(["a", "b", "c"]), seed: 8);

        Assert.IsType<DeiTForImageClassification>(made.Model);
        Assert.Equal(3, made.Model.Parameters["classifier.bias"].Length);
        const string Name = "deit.encoder.layer.0.output.dense.weight";
        Assert.Equal(trained[Name].Data.ToArray(), made.Model.Parameters[Name].Data.ToArray());
    }

    [Fact]
    public void A_classifier_of_another_shape_is_left_behind()
    {
        using var folder = new TemporaryFolder();
        var parameters = Save(folder, ["cat", "dog"]);
        SafetensorsWriter.Write(
            folder.File(Checkpoint.FileName),
            [.. parameters.All.Select(one => (one.Key, one.Key == "classifier.bias" ? Tensor.From([1f]) : one.Value))]);
        var start = StartingPoint.Open(folder.Path);
        var made = start.Create(start.Numbers(new()), new LabelSet(["cat", "dog"]), seed: 8).Model.Parameters;
        Assert.Equal([0f, 0f], made["classifier.bias"].Data.ToArray());
    }

    [Fact]
    public void Missing_weights_are_told_of_before_any_picture_is_read()
    {
        using var folder = new TemporaryFolder();
        Save(folder, ["cat", "dog"]);
        File.Delete(folder.File(Checkpoint.FileName));
        var unread = ImageSource.FromFile(folder.File("none.png"));
        var error = Assert.Throws<InvalidInputException>(() => ImageClassifier.Train(
            [new ImageExample(unread, "cat"), new ImageExample(unread, "dog")], null, new() { StartFrom = folder.Path }, cancellation: Cancellation));
        Assert.Contains(folder.File(Checkpoint.FileName), error.Message);
    }

    [Fact]
    public void Thin_pictures_that_would_become_giants_are_named_and_skipped()
    {
        using var folder = new TemporaryFolder();
        Save(folder, ["round", "square"]);
        var config = ImageProcessorConfig.Clip with { ShortestEdge = 8, CropSize = new(8, 8) };
        File.WriteAllText(folder.File(ImageProcessorConfig.FileName), config.ToJson().ToJsonString());
        var classifier = ImageClassifier.Load(folder.Path);
        var thin = ImageSource.FromPixels(new RgbImage(new byte[2 * 4_000_000 * 3], new(2, 4_000_000)), "thin");
        var skipped = new List<string>();
        Assert.Empty(classifier.Predict([thin], skipped: skipped.Add, cancellation: Cancellation));
        Assert.Equal(
            "thin: resizing 4000000 x 2 pixels to a shorter edge of 8 makes the longer one 16,000,000; expected at most 100,000,000 pixels in all.",
            Assert.Single(skipped));
    }

    [Fact]
    public void Other_weights_to_start_from_are_another_run()
    {
        using var folder = new TemporaryFolder();
        using var run = new TemporaryFolder();
        Save(folder, ["a"], seed: 1);
        var options = new ImageClassifierOptions { StartFrom = folder.Path, Epochs = 1, OutputDirectory = run.Path, Resume = true };
        ImageClassifier.Train(SmallPictures.Make(40), null, options, cancellation: Cancellation);
        Save(folder, ["a"], seed: 2);

        var error = Assert.Throws<InvalidInputException>(() => ImageClassifier.Train(SmallPictures.Make(40), null, options, cancellation: Cancellation));

        Assert.Contains("other data or options", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var folder = new TemporaryFolder();
        Save(folder, ["a"]);
        var start = StartingPoint.Open(folder.Path);
        Assert.Contains("expected no preset", Assert.Throws<InvalidInputException>(() => start.Numbers(new() { Registers = 2 })).Message, StringComparison.Ordinal);
        Assert.Contains(
            "patches of 4 x 4 pixels do not divide pictures of 9 x 9",
            Assert.Throws<InvalidInputException>(() => start.Numbers(new() { ImageSize = 9 })).Message,
            StringComparison.Ordinal);
        Write(folder, (Vit with { HiddenDim = 20 }).ToJson(), ImageProcessorConfig.ViT);
        var other = StartingPoint.Open(folder.Path);
        Assert.Contains(
            "has the shape [12, 8]; the model that is trained makes it [20, 8]",
            Assert.Throws<InvalidInputException>(() => other.Create(other.Numbers(new() { ImageSize = 8 }), new LabelSet(["a"]), 1)).Message,
            StringComparison.Ordinal);
    }

    private static ParameterSet Save(TemporaryFolder folder, string[] labels, ulong seed = 1)
    {
        var model = new ViTForImageClassification(Vit, labels.Length, new ParameterSet(seed));
        model.Parameters["classifier.bias"].Data.Fill(7);
        Checkpoint.Save(folder.Path, model.Parameters);
        ClassifierConfig.Write(folder.Path, "ViTForImageClassification", Vit.ToJson(), labels);
        AtomicFile.WriteText(folder.File("preprocessor_config.json"), (ImageProcessorConfig.ViT with { Size = Vit.ImageSize }).ToJson().ToJsonString());
        return model.Parameters;
    }

    private static void Write(TemporaryFolder folder, JsonObject config, ImageProcessorConfig preprocessing)
    {
        AtomicFile.WriteText(folder.File("config.json"), config.ToJsonString());
        AtomicFile.WriteText(folder.File("preprocessor_config.json"), preprocessing.ToJson().ToJsonString());
    }
}
