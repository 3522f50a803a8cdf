using Heed.Autograd;
using Heed.Layers;
using Heed.Models;
using Heed.Tests.Kernels;

namespace Heed.Tests.Models;

public class ViTTests
{
    private static readonly ViTConfig Config = new()
    {
        ModelDim = 12,
        NumLayers = 2,
        NumHeads = 3,
        HiddenDim = 20,
        ImageSize = new(6, 10),
        PatchSize = new(3, 2),
        NumChannels = 2,
        InitializerRange = 0.3f,
    };

    [Fact]
    public void A_saved_model_of_oblong_images_opens_with_the_same_numbers_and_weights()
    {
        using var folder = new TemporaryFolder();
        var config = Config with { HasQueryKeyValueBias = false, PoolerDim = 7 };
        var model = new ViTForImageClassification(config, 5, new ParameterSet(5));
        Checkpoint.Save(folder.Path, model.Parameters);
        File.WriteAllText(Path.Combine(folder.Path, "config.json"), config.ToJson().ToJsonString());

        var opened = ViTConfig.Read(ModelConfigFile.Open(folder.Path));
        var again = Checkpoint.Load(folder.Path, parameters => new ViTForImageClassification(opened, 5, parameters));

        Assert.Equal(config, opened);
        var images = Images(3, 6, 10);
        Assert.Equal(model.Classify(images).Data.ToArray(), again.Classify(images).Data.ToArray());
    }

    [Fact]
    public void The_others_of_a_batch_do_not_change_an_image()
    {
        var model = new ViTForImageClassification(Config, 5, new ParameterSet(5));
        var images = Images(3, 6, 10);
        var together = model.Classify(images);
        for (var i = 0; i < 3; i++)
        {
            Numbers.AssertClose(model.Classify(images.Slice(i, i + 1)).Data, together.Slice(i, i + 1).Data, 1e-5);
        }

        Assert.Equal([0, 5], model.Classify(images.Slice(0, 0)).Shape.ToArray());
    }

    [Fact]
    public void The_order_of_the_patches_matters_to_the_class_token_only_by_their_positions()
    {
        var parameters = new ParameterSet(5);
        var model = new ViTForImageClassification(Config with { ImageSize = new(3, 4) }, 5, parameters);
        var (image, turned) = (Images(1, 3, 4), Images(1, 3, 4));
        for (var row = 0; row < 6; row++)
        {
            var pixels = turned.Data.Slice(row * 4, 4);
            (pixels[0], pixels[1], pixels[2], pixels[3]) = (pixels[2], pixels[3], pixels[0], pixels[1]);
        }

        Assert.NotEqual(model.Classify(image).Data.ToArray(), model.Classify(turned).Data.ToArray());
        parameters["vit.embeddings.position_embeddings"].Data.Clear();
        Numbers.AssertClose(model.Classify(image).Data, model.Classify(turned).Data, 1e-5);
    }

    [Fact]
    public void Images_that_do_not_fit_are_refused()
    {
        var model = new ViTForImageClassification(Config, 5);
        Assert.Contains("12 x 10 pixels; the model's are 6 x 10", Refused(Tensor.Zeros(1, 2, 12, 10)), StringComparison.Ordinal);
        Assert.Contains("[batch, 2, height, width]", Refused(Tensor.Zeros(1, 3, 6, 10)), StringComparison.Ordinal);
        Assert.Contains("[batch, 2, height, width]", Refused(Tensor.Zeros(2, 6, 10)), StringComparison.Ordinal);

        string Refused(Tensor images) => Assert.Throws<ArgumentException>(() => model.Classify(images)).Message;
    }

    [Fact]
    public void A_configuration_gives_one_size_or_two()
    {
        Assert.Equal(new(8, 8), Read("""{"image_size": 8, "patch_size": [4, 2]}""").ImageSize);
        Assert.Equal(new(4, 2), Read("""{"image_size": 8, "patch_size": [4, 2]}""").PatchSize);
        foreach (var wrong in (string[])["[8]", "[8, 0]", "[8, 4, 4]", "\"8\"", "[8, \"8\"]"])
        {
            var error = Assert.Throws<InvalidInputException>(() => Read($$"""{"image_size": {{wrong}}, "patch_size": 4}"""));
            Assert.Contains("image_size", error.Message, StringComparison.Ordinal);
        }

        static ViTConfig Read(string json)
        {
            using var folder = new TemporaryFolder();
            File.WriteAllText(Path.Combine(folder.Path, "config.json"), json.Replace("{", """{"hidden_size": 12, "num_attention_heads": 3, """, StringComparison.Ordinal));
            return ViTConfig.Read(ModelConfigFile.Open(folder.Path));
        }
    }

    private static Tensor Images(int batch, int height, int width) =>
        Tensor.From(Numbers.Random(batch * 2 * height * width, 7), batch, 2, height, width);
}
