namespace Heed.Pipelines.Images.Augmentation;

/// <summary>RandAugment (Cubuk et al. 2020): so many changes, each drawn anew from the same list, all of one magnitude of 0 ... 30.</summary>
/// <param name="changes">What is drawn from.</param>
/// <param name="count">How many are made one after another: N.</param>
/// <param name="magnitude">M of 0 ... 30; ranges and signs as in the paper's code, up to the utmost that <see cref="PictureChange"/> names.</param>
/// <param name="fill">Level of what was not in the picture.</param>
internal sealed class RandomChanges(IReadOnlyList<PictureChange> changes, int count, double magnitude, byte fill)
{
    public RgbImage Apply(RgbImage image, ref RandomDraws random)
    {
        for (var i = 0; i < count; i++)
        {
            var change = changes[random.Below(changes.Count)];
            var sign = random.Chance(0.5) ? -1 : 1;
            image = Apply(image, change, magnitude / AugmentationOptions.LargestMagnitude, sign);
        }

        return image;
    }

    /// <param name="image">The picture.</param>
    /// <param name="change">What is done to it.</param>
    /// <param name="strength">0 to 1.</param>
    /// <param name="sign">Which way, where there are two: 1 or -1.</param>
    public RgbImage Apply(RgbImage image, PictureChange change, double strength, int sign)
    {
        var factor = (float)(1 + (0.9 * strength * sign));
        return change switch
        {
            PictureChange.AutoContrast => LevelTables.AutoContrast(image),
            PictureChange.Equalise => LevelTables.Equalise(image),
            PictureChange.Rotate => AffineMap.Rotation(30 * strength * sign).Apply(image, fill),
            PictureChange.Solarise => LevelTables.Solarise(image, (int)Math.Round(256 * (1 - strength))),
            PictureChange.Posterise => LevelTables.Posterise(image, 8 - (int)Math.Round(4 * strength)),
            PictureChange.Colour => Enhancement.Colour(image, factor),
            PictureChange.Contrast => Enhancement.Contrast(image, factor),
            PictureChange.Brightness => Enhancement.Brightness(image, factor),
            PictureChange.Sharpness => Enhancement.Sharpness(image, factor),
            PictureChange.ShearHorizontally => AffineMap.HorizontalShear(0.3 * strength * sign).Apply(image, fill),
            PictureChange.ShearVertically => AffineMap.VerticalShear(0.3 * strength * sign).Apply(image, fill),
            PictureChange.TranslateHorizontally => AffineMap.Translation(Math.Round(0.45 * image.Size.Width * strength * sign), 0).Apply(image, fill),
            PictureChange.TranslateVertically => AffineMap.Translation(0, Math.Round(0.45 * image.Size.Height * strength * sign)).Apply(image, fill),
            _ => image,
        };
    }
}
