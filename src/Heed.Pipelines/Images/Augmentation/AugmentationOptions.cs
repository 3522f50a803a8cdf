namespace Heed.Pipelines.Images.Augmentation;

/// <summary>What is done to pictures while a model learns from them; as it stands, nothing.</summary>
public sealed record AugmentationOptions
{
    /// <summary>The largest <see cref="Magnitude"/>.</summary>
    public const double LargestMagnitude = 30;

    /// <summary>Whether half of the pictures are mirrored: not where left and right tell classes apart, as of digits or letters.</summary>
    public bool Flips { get; init; }

    /// <summary>The picture is moved by up to so many pixels each way, as if cut from one with so wide a border (He et al. 2016).</summary>
    public int CropPadding { get; init; }

    /// <summary>How many of <see cref="Changes"/> are made one after another: RandAugment's N; 0 for none.</summary>
    public int NumChanges { get; init; }

    /// <summary>How strong they are: RandAugment's M, of 0 to 30.</summary>
    public double Magnitude { get; init; } = 9;

    /// <summary>What is drawn from; all that RandAugment knows, unless said otherwise.</summary>
    public IReadOnlyList<PictureChange> Changes { get; init; } = Enum.GetValues<PictureChange>();

    /// <summary>Share of the pictures that lose a rectangle (random erasing).</summary>
    public double ErasingRate { get; init; }

    /// <summary>Level of red, green and blue where a picture was moved away from.</summary>
    public byte Fill { get; init; }

    /// <summary>How often each example stands in its batch, each time changed differently (Hoffer et al. 2020).</summary>
    public int Repeats { get; init; } = 1;

    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(CropPadding);
        ArgumentOutOfRangeException.ThrowIfNegative(NumChanges);
        ArgumentOutOfRangeException.ThrowIfLessThan(Repeats, 1);
        if (!(Magnitude is >= 0 and <= LargestMagnitude))
        {
            throw new ArgumentException($"A magnitude is between 0 and {LargestMagnitude}, not {Magnitude}.");
        }

        if (!(ErasingRate is >= 0 and <= 1))
        {
            throw new ArgumentException($"A rate of erasing is between 0 and 1, not {ErasingRate}.");
        }

        if (NumChanges > 0 && Changes.Count == 0)
        {
            throw new ArgumentException($"{NumChanges} changes are asked for and there is none to draw from.");
        }
    }
}
