using System.Text.Json.Nodes;
using Heed.Kernels;
using Heed.Layers;
using Heed.Models;
using Heed.Pipelines.Classification;
using Heed.Pipelines.ImageClassification;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.Tests.ImageClassification;

/// <summary>Folders of each family of Hugging Face's are explained as Heed's own are.</summary>
public class ExplainedFamiliesTests
{
    private static readonly GridSize Pixels = new(8, 12);
    private static readonly GridSize Patch = new(4, 3);

    [Theory]
    [InlineData("vit", 9)]
    [InlineData("deit", 10)]
    [InlineData("dinov2", 9)]
    [InlineData("dinov2_with_registers", 11)]
    public void A_folder_is_explained_whatever_its_family(string family, int numTokens)
    {
        using var folder = new TemporaryFolder();
        Write(folder.Path, family);
        var pixels = new byte[Pixels.Count * RgbImage.Channels];
        new Random(1).NextBytes(pixels);

        var explanation = ImageClassifier.Load(folder.Path).Explain(
            ImageSource.FromPixels(new RgbImage(pixels, Pixels), "noise"), new ImageExplanationOptions { Target = "no" }, TestContext.Current.CancellationToken);

        Assert.Equal((new GridSize(2, 4), numTokens, 2, 3), (explanation.Grid, explanation.NumTokens, explanation.NumLayers, explanation.NumHeads));
        Assert.Equal("no", explanation.Target);
        Assert.Equal(8, explanation.HeadMap(1, 2).Length);
        Assert.Equal(4, explanation.Maps.Count);
        Assert.All(explanation.Maps, map =>
        {
            Assert.Equal(1, map.Values.Sum(), 1e-4);
            Assert.Equal(9, map.Trust!.DeletionCurve.Count);
        });
    }

    private static void Write(string folder, string family)
    {
        var seed = new ParameterSet(5);
        var vit = new ViTConfig
        {
            ModelDim = 12, NumLayers = 2, NumHeads = 3, HiddenDim = 20, ImageSize = Pixels, PatchSize = Patch, HasDistillationToken = family == "deit", InitializerRange = 0.3f,
        };
        var dino = new Dinov2Config
        {
            ModelDim = 12, NumLayers = 2, NumHeads = 3, ImageSize = Pixels, PatchSize = Patch, NumRegisters = family == "dinov2" ? null : 2, InitializerRange = 0.3f,
        };
        (IImageClassifierModel Model, JsonObject Config) made = family switch
        {
            "vit" => (new ViTForImageClassification(vit, 2, seed), vit.ToJson()),
            "deit" => (new DeiTForImageClassificationWithTeacher(vit, 2, seed), vit.ToJson()),
            _ => (new Dinov2ForImageClassification(dino, 2, seed), dino.ToJson()),
        };
        ClassifierConfig.Write(folder, made.Model.GetType().Name, made.Config, ["yes", "no"]);
        Checkpoint.Save(folder, made.Model.Parameters);
        File.WriteAllText(Path.Combine(folder, ImageProcessorConfig.FileName), (ImageProcessorConfig.ViT with { Size = Pixels }).ToJson().ToJsonString());
    }
}
