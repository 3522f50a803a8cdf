using Heed.Autograd;
using Heed.Layers;
using Heed.Models;
using Heed.Tests.Autograd;
using Heed.Tests.Kernels;

namespace Heed.Tests.Models;

public class Dinov2Tests
{
    private static readonly Dinov2Config Config = new()
    {
        ModelDim = 8, NumLayers = 2, NumHeads = 2, FeedForwardRatio = 2, ImageSize = new(4, 6), PatchSize = new(2, 3), NumChannels = 2, InitializerRange = 0.3f,
        LayerScale = 0.5f,
    };

    [Theory]
    [InlineData(null, false, true)]
    [InlineData(null, true, false)]
    [InlineData(0, true, true)]
    [InlineData(3, false, true)]
    public void A_saved_model_opens_with_the_same_numbers_and_weights(int? numRegisters, bool isGated, bool hasMaskToken)
    {
        using var folder = new TemporaryFolder();
        var config = Config with { NumRegisters = numRegisters, IsGated = isGated, HasMaskToken = hasMaskToken, HasQueryKeyValueBias = false, StochasticDepth = 0.25f };
        var model = new Dinov2ForImageClassification(config, 5, new ParameterSet(5));
        Checkpoint.Save(folder.Path, model.Parameters);
        File.WriteAllText(Path.Combine(folder.Path, "config.json"), config.ToJson().ToJsonString());

        var opened = Dinov2Config.Read(ModelConfigFile.Open(folder.Path));
        var again = Checkpoint.Load(folder.Path, parameters => new Dinov2ForImageClassification(opened, 5, parameters));

        Assert.Equal(config, opened);
        Assert.Equal(model.Classify(Images(3)).Data.ToArray(), again.Classify(Images(3)).Data.ToArray());
        Assert.Equal([0, 5], model.Classify(Images(3).Slice(0, 0)).Shape.ToArray());
    }

    [Fact]
    public void Gradients_of_every_parameter_of_a_gated_model_agree_with_differences()
    {
        var model = new Dinov2ForImageClassification(Config with { NumLayers = 1, IsGated = true, HasMaskToken = false, NumRegisters = 1 }, 3, new ParameterSet(5));
        var images = Images(2);
        FiniteDifferences.Check(_ => model.Classify(images), [.. model.Parameters.All.Select(parameter => parameter.Value)]);
    }

    [Fact]
    public void The_feed_forward_layer_of_a_gated_model_has_a_width_that_is_a_multiple_of_8()
    {
        Assert.Equal(4096, Dinov2Config.Giant.HiddenDim);
        Assert.Equal(16, (Config with { IsGated = true }).HiddenDim);
    }

    [Fact]
    public void Stochastic_depth_acts_while_dropout_is_on_alone()
    {
        var model = new Dinov2ForImageClassification(Config with { StochasticDepth = 0.9f }, 5, new ParameterSet(5));
        var plain = new Dinov2ForImageClassification(Config, 5, new ParameterSet(5));
        var images = Images(31);
        Assert.Equal(plain.Classify(images).Data.ToArray(), model.Classify(images).Data.ToArray());
        using var tape = new Tape(dropout: new DropoutSeed(7, 1));
        Assert.NotEqual(plain.Classify(images).Data.ToArray(), model.Classify(images).Data.ToArray());
    }

    [Fact]
    public void A_DeiT_opens_again_and_a_model_with_a_teacher_needs_its_token()
    {
        using var folder = new TemporaryFolder();
        var config = new ViTConfig { ModelDim = 8, NumLayers = 2, NumHeads = 2, HiddenDim = 5, ImageSize = new(4, 6), PatchSize = new(2, 3), NumChannels = 2, HasDistillationToken = true };
        File.WriteAllText(Path.Combine(folder.Path, "config.json"), config.ToJson().ToJsonString());
        Assert.Equal(config, ViTConfig.Read(ModelConfigFile.Open(folder.Path)));
        Assert.Equal([3, 4], new DeiTForImageClassificationWithTeacher(config, 4).Classify(Images(3)).Shape.ToArray());
        Assert.Throws<ArgumentException>(() => new DeiTForImageClassificationWithTeacher(config with { HasDistillationToken = false }, 4));
        Assert.Throws<ArgumentException>(() => new DeiTForImageClassification(config with { HasDistillationToken = false }, 4));
    }

    private static Tensor Images(int batch) => Tensor.From(Numbers.Random(batch * 2 * 4 * 6, 7), batch, 2, 4, 6);
}
