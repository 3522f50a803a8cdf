using CsCheck;
using Heed.Pipelines.Images.Augmentation;

namespace Heed.Pipelines.Tests.Images.Augmentation;

public class PlacementTests
{
    private static readonly Gen<(int Height, int Width, int Seed)> AnyPicture = Gen.Select(Gen.Int[1, 13], Gen.Int[1, 13], Gen.Int[0, 1000]);

    [Fact]
    public void A_flip_mirrors_each_row_and_keeps_the_colours_of_a_pixel()
    {
        Assert.Equal([3, 2, 1, 6, 5, 4], Pictures.Levels(Placement.Flip(Pictures.Grey(3, 1, 2, 3, 4, 5, 6))));
        Assert.Equal([4, 5, 6, 1, 2, 3], Placement.Flip(new([1, 2, 3, 4, 5, 6], new(1, 2))).Pixels.ToArray());
    }

    [Fact]
    public void Two_flips_change_nothing() => AnyPicture.Sample((height, width, seed) =>
    {
        var image = Pictures.Noise(height, width, seed);
        Assert.Equal(image.Pixels, Placement.Flip(Placement.Flip(image)).Pixels);
    });

    [Theory]
    [InlineData(1, 0, new[] { 9, 9, 9, 1, 2, 3 })]
    [InlineData(-1, 0, new[] { 4, 5, 6, 9, 9, 9 })]
    [InlineData(0, 1, new[] { 9, 1, 2, 9, 4, 5 })]
    [InlineData(0, -2, new[] { 3, 9, 9, 6, 9, 9 })]
    [InlineData(5, -7, new[] { 9, 9, 9, 9, 9, 9 })]
    public void A_picture_is_moved_over_the_ground(int top, int left, int[] expected) =>
        Assert.Equal(expected, Pictures.Levels(Placement.Move(Pictures.Grey(3, 1, 2, 3, 4, 5, 6), top, left, fill: 9)));

    [Fact]
    public void A_quarter_turn_is_exact_and_four_of_them_are_none()
    {
        Assert.Equal([3, 6, 9, 2, 5, 8, 1, 4, 7], Pictures.Levels(AffineMap.Rotation(-90).Apply(Pictures.Grey(3, 1, 2, 3, 4, 5, 6, 7, 8, 9), 0)));
        var image = Pictures.Noise(7, 7, 1);
        var turned = Enumerable.Range(0, 4).Aggregate(image, (turning, _) => AffineMap.Rotation(90).Apply(turning, 0));
        Assert.Equal(image.Pixels, turned.Pixels);
    }

    [Fact]
    public void No_turn_and_no_shear_change_nothing() => AnyPicture.Sample((height, width, seed) =>
    {
        var image = Pictures.Noise(height, width, seed);
        Assert.Equal(image.Pixels, AffineMap.Rotation(0).Apply(image, 9).Pixels);
        Assert.Equal(image.Pixels, AffineMap.VerticalShear(0).Apply(AffineMap.HorizontalShear(0).Apply(image, 9), 9).Pixels);
    });

    [Fact]
    public void A_translation_by_whole_pixels_is_a_move() => Gen.Select(AnyPicture, Gen.Int[-5, 5], Gen.Int[-5, 5]).Sample((picture, x, y) =>
    {
        var image = Pictures.Noise(picture.Height, picture.Width, picture.Seed);
        Assert.Equal(Placement.Move(image, y, x, 9).Pixels, AffineMap.Translation(x, y).Apply(image, 9).Pixels);
    });

    [Fact]
    public void Between_pixels_there_is_their_weighted_mean() =>
        Assert.Equal([10, 15, 45], Pictures.Levels(AffineMap.Translation(0.75, 0).Apply(Pictures.Grey(3, 10, 30, 90), 10)));

    [Fact]
    public void A_shear_by_one_moves_each_row_by_one_more()
    {
        var sheared = AffineMap.HorizontalShear(1).Apply(Pictures.Grey(3, 1, 2, 3, 4, 5, 6, 7, 8, 9), 0);
        Assert.Equal([0, 1, 2, 4, 5, 6, 8, 9, 0], Pictures.Levels(sheared));
    }
}
