using Heed.Autograd;
using Heed.Layers;
using Heed.Models;
using Heed.Tests.Autograd;
using Heed.Tests.Kernels;
using Heed.Training;

namespace Heed.Tests.Models;

public class CompactViTTests
{
    private static readonly CompactViTConfig Config = new()
    {
        ModelDim = 8, NumLayers = 2, NumHeads = 2, HiddenDim = 12, ImageSize = new(8, 6), NumChannels = 2, StemChannels = 5, PatchSize = new(2, 3), InitializerRange = 0.3f,
    };

    [Fact]
    public void Every_choice_is_saved_and_opened_with_the_same_numbers_and_weights()
    {
        foreach (var config in All())
        {
            using var folder = new TemporaryFolder();
            var model = new CompactViTForImageClassification(config, 5, new ParameterSet(5));
            Checkpoint.Save(folder.Path, model.Parameters);
            File.WriteAllText(Path.Combine(folder.Path, "config.json"), config.ToJson().ToJsonString());

            var opened = CompactViTConfig.Read(ModelConfigFile.Open(folder.Path));
            var again = Checkpoint.Load(folder.Path, parameters => new CompactViTForImageClassification(opened, 5, parameters));

            Assert.Equal(config, opened);
            var images = Images(3, 8, 6);
            Assert.Equal(model.Classify(images).Data.ToArray(), again.Classify(images).Data.ToArray());
        }
    }

    [Fact]
    public void The_others_of_a_batch_do_not_change_an_image_whatever_is_chosen()
    {
        foreach (var config in All())
        {
            var model = new CompactViTForImageClassification(config, 5, new ParameterSet(5));
            var images = Images(3, 8, 6);
            using var tape = new Tape(recordsGradients: false);
            var together = model.Classify(images).Data.ToArray();
            Assert.Equal(15, together.Length);
            for (var i = 0; i < 3; i++)
            {
                Numbers.AssertClose(model.Classify(images.Slice(i, i + 1)).Data, together.AsSpan(i * 5, 5), 1e-5);
            }

            Assert.Equal([0, 5], model.Classify(images.Slice(0, 0)).Shape.ToArray());
        }
    }

    [Fact]
    public void Images_of_another_size_are_read_where_that_is_asked_for()
    {
        foreach (var config in All())
        {
            var model = new CompactViTForImageClassification(config, 5);
            Assert.Contains("12 x 10 pixels; the model's are 8 x 6", Assert.Throws<ArgumentException>(() => model.Classify(Images(2, 12, 10))).Message, StringComparison.Ordinal);
            Assert.Equal([2, 5], model.Classify(Images(2, 12, 10), resizesPositions: true).Shape.ToArray());
        }
    }

    [Theory]
    [InlineData(ImagePositions.Learned, true)]
    [InlineData(ImagePositions.SineCosine, true)]
    [InlineData(ImagePositions.Rotary, true)]
    [InlineData(ImagePositions.None, false)]
    public void The_order_of_patches_is_seen_by_their_positions_alone(ImagePositions positions, bool isSeen)
    {
        var config = Config with { NumConvolutions = 0, Pooling = ImagePooling.Mean, Positions = positions, ImageSize = new(2, 9) };
        var model = new CompactViTForImageClassification(config, 5, new ParameterSet(5));
        var (image, moved) = (Images(1, 2, 9), Images(1, 2, 9));
        for (var row = 0; row < 4; row++)
        {
            var pixels = image.Data.Slice(row * 9, 9).ToArray();
            // The second patch before the first: 3, 4, 5, 0, 1, 2, 6, 7, 8.
            float[] exchanged = [.. pixels[3..6], .. pixels[..3], .. pixels[6..]];
            exchanged.CopyTo(moved.Data.Slice(row * 9, 9));
        }

        var (before, after) = (model.Classify(image).Data.ToArray(), model.Classify(moved).Data.ToArray());
        Assert.Equal(isSeen, before.Zip(after).Any(pair => Math.Abs(pair.First - pair.Second) > 1e-4));
    }

    [Fact]
    public void Gradients_of_every_parameter_agree_with_differences()
    {
        var config = Config with { NumConvolutions = 0, Positions = ImagePositions.Rotary, NumRegisters = 1, NumLayers = 1, ImageSize = new(4, 6) };
        var model = new CompactViTForImageClassification(config, 3, new ParameterSet(5));
        var images = Images(2, 4, 6);
        FiniteDifferences.Check(_ => model.Classify(images), [.. model.Parameters.All.Select(parameter => parameter.Value)]);
    }

    [Fact]
    public void It_learns_where_a_bright_spot_is()
    {
        var model = new CompactViTForImageClassification(Config with { NumChannels = 1, InitializerRange = 0.1f }, 4, new ParameterSet(3));
        var optimizer = new AdamW(model.Parameters.All, (_, _) => false);
        var (images, labels) = (Tensor.Zeros(16, 1, 8, 6), new int[16]);
        for (var i = 0; i < 16; i++)
        {
            labels[i] = i % 4;
            var (row, column) = ((labels[i] / 2 * 4) + (i / 8), (labels[i] % 2 * 3) + (i / 4 % 2));
            images.Data[(((i * 8) + row) * 6) + column] = 3;
        }

        for (var step = 0; step < 60; step++)
        {
            model.Parameters.ClearGradients();
            using var tape = new Tape();
            tape.Backward(Op.CrossEntropy(model.Classify(images), labels));
            optimizer.Step(0.01);
        }

        var logits = model.Classify(images);
        Assert.All(Enumerable.Range(0, 16), i => Assert.Equal(labels[i], logits.Data.Slice(i * 4, 4).IndexOf(logits.Data.Slice(i * 4, 4).ToArray().Max())));
    }

    [Theory]
    [InlineData("\"pooling\": \"max\"", "one of class_token, mean, sequence")]
    [InlineData("\"positions\": 3", "a text")]
    [InlineData("\"convolution_size\": 4", "an odd number")]
    [InlineData("\"image_size\": 2, \"patch_size\": 2, \"num_convolutions\": 0, \"positions\": \"rotary\", \"num_attention_heads\": 4", "a multiple of 4")]
    [InlineData("\"model_type\": \"vit\"", "heed_compact_vit")]
    public void A_configuration_that_makes_no_model_is_refused(string entry, string expected)
    {
        using var folder = new TemporaryFolder();
        var json = Config.ToJson();
        foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse($"{{{entry}}}")!.AsObject())
        {
            json[name] = value!.DeepClone();
        }

        File.WriteAllText(Path.Combine(folder.Path, "config.json"), json.ToJsonString());
        var error = Assert.Throws<InvalidInputException>(() => CompactViTConfig.Read(ModelConfigFile.Open(folder.Path)));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<CompactViTConfig> All() =>
        from numConvolutions in (int[])[0, 1, 2]
        from pooling in Enum.GetValues<ImagePooling>()
        from positions in Enum.GetValues<ImagePositions>()
        from numRegisters in (int[])[0, 2]
        select Config with { NumConvolutions = numConvolutions, Pooling = pooling, Positions = positions, NumRegisters = numRegisters };

    private static Tensor Images(int batch, int height, int width) =>
        Tensor.From(Numbers.Random(batch * 2 * height * width, 7), batch, 2, height, width);
}
