using Heed.Kernels;
using Heed.Models;
using Heed.Pipelines.Classification;
using Heed.Pipelines.ImageClassification;
using Heed.Training;

namespace Heed.Pipelines.Tests.ImageClassification;

public sealed class ImageClassifierDefaultsTests
{
    [Theory]
    [InlineData(28, 28, 28, 28, 2)]
    [InlineData(32, 32, 32, 32, 2)]
    [InlineData(12, 12, 12, 12, 1)]
    [InlineData(17, 29, 17, 29, 2)]
    [InlineData(1, 1, 8, 8, 1)]
    [InlineData(480, 640, 48, 64, 3)]
    [InlineData(4000, 3000, 64, 48, 3)]
    public void Pictures_keep_their_shape_and_become_some_ten_tokens_along_an_edge(int height, int width, int plannedHeight, int plannedWidth, int convolutions)
    {
        var model = Choose(new(), Profile(height, width)).Model;
        Assert.Equal((new GridSize(plannedHeight, plannedWidth), convolutions), (model.ImageSize, model.NumConvolutions));
        Assert.InRange(Math.Max(model.Grid.Height, model.Grid.Width), 4, 10);
    }

    [Theory]
    [InlineData(13, 28, 16, 28)]
    [InlineData(30, 31, 32, 32)]
    public void Patches_fill_pictures_up(int height, int width, int plannedHeight, int plannedWidth)
    {
        var model = Choose(new() { Convolutions = 0 }, Profile(height, width)).Model;
        Assert.Equal(new GridSize(plannedHeight, plannedWidth), model.ImageSize);
        Assert.Equal(new GridSize(plannedHeight / 4, plannedWidth / 4), model.Grid);
    }

    [Fact]
    public void Patches_that_do_not_divide_the_size_asked_for_are_refused()
    {
        var error = Assert.Throws<InvalidInputException>(() => Choose(new() { ImageSize = 30, PatchSize = 4 }, Profile(28, 28)));
        Assert.Equal("Patches of 4 pixels do not divide pictures of 30; expected a patch size that does.", error.Message);
    }

    [Fact]
    public void Only_pictures_in_colour_are_mirrored_and_nothing_is_changed_where_none_is_asked_for()
    {
        Assert.True(Choose(new(), Profile(32, 32)).Augmentation.Flips);
        Assert.False(Choose(new(), Profile(32, 32) with { IsGrey = true }).Augmentation.Flips);
        Assert.True(Choose(new() { Flips = true }, Profile(32, 32) with { IsGrey = true }).Augmentation.Flips);
        var none = Choose(new() { Augmentation = AugmentationStrength.None }, Profile(32, 32)).Augmentation;
        Assert.Equal((false, 0, 0, 0.0), (none.Flips, none.CropPadding, none.NumChanges, none.ErasingRate));
        var strong = Choose(new() { Augmentation = AugmentationStrength.Strong }, Profile(32, 32)).Augmentation;
        Assert.True(strong is { Flips: true, CropPadding: > 0, NumChanges: > 0, ErasingRate: > 0 });
    }

    [Fact]
    public void Pictures_that_cost_more_are_seen_less_often()
    {
        var small = Choose(new(), Profile(28, 28));
        Assert.InRange(Choose(new() { Preset = ModelPreset.Small }, Profile(28, 28)).Epochs, 4, small.Epochs - 1);
        Assert.Equal(small.Epochs / 2.0, Choose(new() { Repeats = 2 }, Profile(28, 28)).Epochs, 1.0);
        Assert.Equal((64, 16), (small.BatchSize, Choose(new() { Repeats = 4 }, Profile(28, 28)).ExamplesPerStep));
    }

    [Fact]
    public void What_the_user_decides_is_in_the_plan()
    {
        var plan = Choose(
            new()
            {
                Pooling = ImagePooling.ClassToken, Positions = ImagePositions.Rotary, Registers = 3, StochasticDepth = 0.2f, Dropout = 0.3f,
                AverageDecay = 0.5f, Mixes = true, Repeats = 3,
            },
            Profile(32, 32));
        Assert.Equal(
            (ImagePooling.ClassToken, ImagePositions.Rotary, 3, 0.2f, 0.3f),
            (plan.Model.Pooling, plan.Model.Positions, plan.Model.NumRegisters, plan.Model.StochasticDepth, plan.Model.HiddenDropout));
        Assert.Equal((0.5f, true, 3), (plan.AverageDecay, plan.Mixing.IsActive, plan.Augmentation.Repeats));
    }

    [Fact]
    public void A_larger_budget_buys_more_passes()
    {
        var images = Profile(32, 32) with { Pictures = 50_000 };
        var two = new ImageClassifierOptions { Convolutions = 2 };
        var (nine, thirty) = (Choose(two, images), Choose(two with { TimeBudget = TimeSpan.FromMinutes(30) }, images));
        Assert.Equal(nine.Epochs * 30 / 9.0, thirty.Epochs, 2.0);
        Assert.Equal(nine.Epochs, Choose(two with { TimeBudget = null }, images).Epochs);
        Assert.Equal(3, Choose(new() { Epochs = 3, TimeBudget = TimeSpan.FromHours(1) }, images).Epochs);
    }

    [Fact]
    public void Photographs_that_are_seen_often_change_much()
    {
        var few = Profile(32, 32) with { Pictures = 1_000 };
        Assert.True(Choose(new(), few).Augmentation is { NumChanges: > 0, ErasingRate: > 0 });
        Assert.True(Choose(new(), few with { Pictures = 50_000 }).Augmentation is { NumChanges: 0, ErasingRate: 0 });
        Assert.True(Choose(new() { Epochs = 10 }, few).Augmentation is { NumChanges: 0, ErasingRate: 0 });
        Assert.True(Choose(new(), few with { IsGrey = true }).Augmentation is { NumChanges: 0, ErasingRate: 0 });
        Assert.True(Choose(new() { Augmentation = AugmentationStrength.Light }, few).Augmentation is { NumChanges: 0, ErasingRate: 0 });
    }

    [Fact]
    public void Tokens_are_fine_where_time_allows_enough_passes()
    {
        var images = Profile(32, 32) with { Pictures = 50_000 };
        var (coarse, fine) = (Choose(new(), images), Choose(new() { TimeBudget = TimeSpan.FromHours(2) }, images));
        Assert.Equal((new GridSize(4, 4), new GridSize(8, 8)), (coarse.Model.Grid, fine.Model.Grid));
        Assert.Equal(new GridSize(8, 8), Choose(new(), images with { Pictures = 5_000 }).Model.Grid);
        Assert.Equal(new GridSize(4, 4), Choose(new() { Epochs = 2, TimeBudget = TimeSpan.FromHours(1) }, images).Model.Grid);
        Assert.Equal(new GridSize(8, 8), Choose(new() { Convolutions = 2 }, images).Model.Grid);
        Assert.Equal(0, Choose(new() { Convolutions = 0 }, images).Model.NumConvolutions);
    }

    [Fact]
    public void Muon_teaches_from_scratch_and_a_smaller_batch_takes_smaller_steps()
    {
        var (usual, small) = (Choose(new(), Profile(32, 32)), Choose(new() { BatchSize = 16 }, Profile(32, 32)));
        Assert.Equal(OptimizerChoice.Muon, usual.Optimizer);
        Assert.Equal(usual.LearningRate / 2, small.LearningRate, 1e-6f);
        Assert.InRange(Choose(new() { Optimizer = OptimizerChoice.AdamW }, Profile(32, 32)).LearningRate, 0, usual.LearningRate / 2);
    }

    private static ImageClassifierPlan Choose(ImageClassifierOptions options, ImageProfile data) => ImageClassifierDefaults.Choose(options, data);

    private static ImageProfile Profile(int height, int width) => new(5_000, new GridSize(height, width), IsGrey: false, NumClasses: 10);
}
