using System.Text.Json.Nodes;
using Heed.Autograd;
using Heed.Layers;
using Heed.Models;

namespace Heed.Tests.Models;

public class ImageClassifierModelsTests
{
    private static readonly ViTConfig SmallDeiT = new()
    {
        ModelDim = 8, NumLayers = 1, NumHeads = 2, HiddenDim = 5, ImageSize = new(8, 8), PatchSize = new(4, 4), HasDistillationToken = true,
    };

    [Theory]
    [InlineData("vit_imgcls")]
    [InlineData("deit_teacher")]
    [InlineData("dinov2_imgcls")]
    [InlineData("dinov2_registers")]
    public void A_folder_of_transformers_opens_and_classifies_as_there(string name)
    {
        using var golden = new Golden(name);
        var model = ImageClassifierModels.Load(Repository.Shared("goldens", "models", name));
        golden.CheckOutput("logits", model.Classify(Tensor.From(golden.Floats("pixel_values"), golden.Shape("pixel_values"))).Data);
    }

    [Fact]
    public void A_compact_model_of_ours_opens_with_its_classes()
    {
        using var folder = new TemporaryFolder();
        var config = CompactViTConfig.Cct2 with { ImageSize = new(8, 8) };
        Checkpoint.Save(folder.Path, new CompactViTForImageClassification(config, 2).Parameters);
        Write(folder, config.ToJson());
        Assert.Equal([3, 2], ImageClassifierModels.Load(folder.Path).Classify(Tensor.Zeros(3, 3, 8, 8)).Shape.ToArray());
    }

    [Theory]
    [InlineData(null, typeof(DeiTForImageClassificationWithTeacher))]
    [InlineData("DeiTForImageClassificationWithTeacher", typeof(DeiTForImageClassificationWithTeacher))]
    [InlineData("DeiTForImageClassification", typeof(DeiTForImageClassification))]
    public void Which_DeiT_it_is_says_the_name_of_its_class(string? architecture, Type expected)
    {
        using var folder = new TemporaryFolder();
        var config = SmallDeiT.ToJson();
        config["architectures"] = architecture is null ? null : new JsonArray(architecture);
        Write(folder, config);
        var model = ImageClassifierModels.Create(ModelConfigFile.Open(folder.Path));
        Assert.IsType(expected, model);
        Assert.Equal([3, 2], model.Classify(Tensor.Zeros(3, 3, 8, 8)).Shape.ToArray());
    }

    [Theory]
    [InlineData("\"architectures\" names DeiTForMaskedImageModeling; expected", "DeiTForMaskedImageModeling")]
    [InlineData("architectures", 3)]
    public void Another_DeiT_is_refused_by_its_name(string message, object architecture)
    {
        using var folder = new TemporaryFolder();
        var config = SmallDeiT.ToJson();
        config["architectures"] = new JsonArray(JsonValue.Create(architecture));
        Write(folder, config);
        var error = Assert.Throws<InvalidInputException>(() => ImageClassifierModels.Create(ModelConfigFile.Open(folder.Path)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_family_is_refused_by_its_name()
    {
        using var folder = new TemporaryFolder();
        Write(folder, new JsonObject { ["model_type"] = "swin" });
        var error = Assert.Throws<InvalidInputException>(() => ImageClassifierModels.Create(ModelConfigFile.Open(folder.Path)));
        Assert.Contains("\"model_type\" is \"swin\"", error.Message, StringComparison.Ordinal);
    }

    private static void Write(TemporaryFolder folder, JsonObject config)
    {
        config["id2label"] = new JsonObject { ["0"] = "cat", ["1"] = "dog" };
        File.WriteAllText(Path.Combine(folder.Path, "config.json"), config.ToJsonString());
    }
}
