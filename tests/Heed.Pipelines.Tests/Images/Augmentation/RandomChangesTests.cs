using Heed.Pipelines.Images.Augmentation;

namespace Heed.Pipelines.Tests.Images.Augmentation;

public class RandomChangesTests
{
    private static readonly PictureChange[] WithoutStrength = [PictureChange.AutoContrast, PictureChange.Equalise];

    public static TheoryData<PictureChange> Changes => [.. Enum.GetValues<PictureChange>()];

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_of_no_strength_is_none_and_a_strong_one_is_one(PictureChange change)
    {
        var image = Pictures.Noise(17, 19, 3);
        var changes = new RandomChanges([change], 1, 30, 0);
        if (!WithoutStrength.Contains(change))
        {
            Assert.Equal(image.Pixels, changes.Apply(image, change, 0, 1).Pixels);
        }

        var strong = changes.Apply(Enhancement.Contrast(image, 0.5f), change, 1, -1);
        Assert.Equal(image.Size, strong.Size);
        Assert.Equal(change == PictureChange.Identity, Enhancement.Contrast(image, 0.5f).Pixels.SequenceEqual(strong.Pixels));
    }

    [Fact]
    public void Either_sign_and_every_change_are_drawn()
    {
        var image = Pictures.Noise(17, 19, 3);
        var changes = new RandomChanges(Enum.GetValues<PictureChange>(), 1, 9, 0);
        var drawn = Enumerable.Range(0, 1000).Select(key =>
        {
            var random = new RandomDraws((ulong)key);
            return Convert.ToHexString(changes.Apply(image, ref random).Pixels);
        }).Distinct();

        // Two signs for nine of the changes. The noise has levels enough to be stretched and equalised, or not: at most these.
        Assert.InRange(drawn.Count(), 21, 23);
    }

    [Fact]
    public void The_utmost_is_the_one_that_is_said()
    {
        var image = Pictures.Noise(20, 20, 4);
        var changes = new RandomChanges([PictureChange.Identity], 1, 30, 0);
        Assert.Equal(AffineMap.Rotation(-30).Apply(image, 0).Pixels, changes.Apply(image, PictureChange.Rotate, 1, -1).Pixels);
        Assert.Equal(Placement.Move(image, 0, 9, 0).Pixels, changes.Apply(image, PictureChange.TranslateHorizontally, 1, 1).Pixels);
        Assert.Equal(LevelTables.Posterise(image, 4).Pixels, changes.Apply(image, PictureChange.Posterise, 1, 1).Pixels);
        Assert.Equal(LevelTables.Solarise(image, 0).Pixels, changes.Apply(image, PictureChange.Solarise, 1, 1).Pixels);
    }
}
