using Heed.Attention;
using Heed.Autograd;
using Heed.Kernels;
using Heed.Layers;
using Heed.Models;
using Heed.Tests.Kernels;

namespace Heed.Tests.Models;

/// <summary>What the models say that they make of images is what their first block reads.</summary>
public class ImageTokensTests
{
    private static readonly CompactViTConfig Compact = new()
    {
        ModelDim = 8, NumLayers = 1, NumHeads = 2, HiddenDim = 12, ImageSize = new(23, 29), NumChannels = 2, StemChannels = 5, PatchSize = new(5, 7), InitializerRange = 0.3f,
    };

    private static readonly ViTConfig ViT = new()
    {
        ModelDim = 8, NumLayers = 1, NumHeads = 2, HiddenDim = 12, ImageSize = new(10, 14), PatchSize = new(5, 7), NumChannels = 2, InitializerRange = 0.3f,
    };

    private static readonly Dinov2Config Dinov2 = new()
    {
        ModelDim = 8, NumLayers = 1, NumHeads = 2, ImageSize = new(10, 14), PatchSize = new(5, 7), NumChannels = 2, NumRegisters = 3, InitializerRange = 0.3f,
    };

    [Fact]
    public void The_tokens_are_what_the_first_block_reads_whatever_the_family()
    {
        foreach (var (model, size) in All())
        {
            var recorder = new AttentionRecorder();
            using var tape = new Tape(recordsGradients: false);
            var images = Images(2, size);
            model.Classify(images, recorder, resizesPositions: true);
            var tokens = model.Embed(images, resizesPositions: true);

            Assert.Equal(recorder.HiddenStates[0], tokens.Tokens.Data.ToArray());
            Assert.Equal(tokens.Tokens.Rows / 2, tokens.PrefixNames.Count + model.GridOf(size).Count);
        }
    }

    [Fact]
    public void A_token_is_its_patch_and_its_position()
    {
        foreach (var (model, size) in All())
        {
            using var tape = new Tape(recordsGradients: false);
            var tokens = model.Embed(Images(1, size), resizesPositions: true);
            var numPatches = model.GridOf(size).Count;
            var last = tokens.Tokens.Data[^(numPatches * 8)..].ToArray();
            var positions = tokens.Positions is null ? new float[numPatches * 8] : tokens.Positions.Data.ToArray();

            Assert.Equal(last, tokens.Patches.Data.ToArray().Zip(positions, (patch, position) => patch + position));
        }
    }

    [Fact]
    public void The_tokens_before_the_patches_have_their_names_in_order()
    {
        Assert.Equal(["class token", "distillation token"], new DeiTForImageClassificationWithTeacher(ViT with { HasDistillationToken = true }, 3).Embed(Images(1, new(10, 14))).PrefixNames);
        Assert.Equal(["class token", "register 1", "register 2", "register 3"], new Dinov2ForImageClassification(Dinov2, 3).Embed(Images(1, new(10, 14))).PrefixNames);
        Assert.Empty(new CompactViTForImageClassification(Compact, 3).Embed(Images(1, new(23, 29))).PrefixNames);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(1, 5)]
    [InlineData(2, 7)]
    public void A_pixel_changes_the_tokens_whose_window_it_lies_in_and_no_others(int numConvolutions, int size)
    {
        var config = Compact with { NumConvolutions = numConvolutions, ConvolutionSize = size, Positions = ImagePositions.None, ImageSize = new(61, 67) };
        var model = new CompactViTForImageClassification(config, 3, new ParameterSet(5));
        var grid = model.GridOf(config.ImageSize);
        using var tape = new Tape(recordsGradients: false);
        var images = Images(1, config.ImageSize);
        var before = model.Embed(images);
        var stride = (int)Math.Round(61.0 / grid.Height);
        var reach = before.ReceptiveField / 2;
        var (y, x) = (grid.Height / 2 * stride, grid.Width / 2 * stride);
        images.Data[(y * 67) + x] += 50;
        var after = model.Embed(images);

        var changed = 0;
        for (var token = 0; token < grid.Count; token++)
        {
            var (down, across) = (Math.Abs((token / grid.Width * stride) - y), Math.Abs((token % grid.Width * stride) - x));
            var differs = !before.Patches.Data.Slice(token * 8, 8).SequenceEqual(after.Patches.Data.Slice(token * 8, 8));
            Assert.True(!differs || (down <= reach && across <= reach), $"token {token}, {down} and {across} away, sees beyond {reach}");
            changed += differs ? 1 : 0;
        }

        Assert.True(changed > 0);
    }

    [Fact]
    public void The_last_maps_of_a_stem_are_the_patches()
    {
        var config = Compact with { NumConvolutions = 2 };
        var tokens = new CompactViTForImageClassification(config, 3, new ParameterSet(5)).Embed(Images(2, config.ImageSize));

        Assert.Equal([2, 12, 15, 5], tokens.Stem[0].Shape.ToArray());
        Assert.Equal([2, 6, 8, 8], tokens.Stem[1].Shape.ToArray());
        Assert.Equal(tokens.Patches.Data.ToArray(), tokens.Stem[1].Data.ToArray());
        Assert.Equal(0, new CompactViTForImageClassification(Compact with { NumConvolutions = 0 }, 3).Embed(Images(1, config.ImageSize)).ReceptiveField);
    }

    [Fact]
    public void Images_of_another_size_are_refused_unless_positions_are_resized() =>
        Assert.All(All(), entry => Assert.Throws<ArgumentException>(() => entry.Model.Embed(Images(1, new(20, 28)))));

    private static IEnumerable<(IImageClassifierModel Model, GridSize Size)> All()
    {
        foreach (var numConvolutions in (int[])[0, 2])
        {
            foreach (var positions in Enum.GetValues<ImagePositions>())
            {
                var config = Compact with { NumConvolutions = numConvolutions, Positions = positions, Pooling = ImagePooling.ClassToken, NumRegisters = 2 };
                yield return (new CompactViTForImageClassification(config, 3, new ParameterSet(5)), config.ImageSize);
            }
        }

        yield return (new ViTForImageClassification(ViT, 3, new ParameterSet(5)), new(10, 14));
        yield return (new ViTForImageClassification(ViT, 3, new ParameterSet(5)), new(15, 21));
        yield return (new DeiTForImageClassificationWithTeacher(ViT with { HasDistillationToken = true }, 3, new ParameterSet(5)), new(10, 14));
        yield return (new Dinov2ForImageClassification(Dinov2, 3, new ParameterSet(5)), new(10, 14));
    }

    private static Tensor Images(int batch, GridSize size) => Tensor.From(Numbers.Random(batch * 2 * size.Count, 7), batch, 2, size.Height, size.Width);
}
