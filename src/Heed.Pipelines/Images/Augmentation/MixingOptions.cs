namespace Heed.Pipelines.Images.Augmentation;

/// <summary>How the pictures of a batch are mixed with one another; as it stands, not at all.</summary>
public sealed record MixingOptions
{
    /// <summary>Mixup's alpha: the share of each picture is drawn from Beta(alpha, alpha); 0 for no mixup.</summary>
    public double MixupAlpha { get; init; }

    /// <summary>CutMix's alpha, likewise; 0 for no CutMix.</summary>
    public double CutMixAlpha { get; init; }

    /// <summary>Share of the steps whose batch is mixed at all.</summary>
    public double Rate { get; init; } = 1;

    /// <summary>Where both are wanted, the share of the mixed steps that CutMix has.</summary>
    public double CutMixShare { get; init; } = 0.5;

    /// <summary>Whether there is anything to do.</summary>
    public bool IsActive => Rate > 0 && (MixupAlpha > 0 || CutMixAlpha > 0);

    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    internal void Check()
    {
        if (!(MixupAlpha >= 0 && CutMixAlpha >= 0 && double.IsFinite(MixupAlpha) && double.IsFinite(CutMixAlpha)))
        {
            throw new ArgumentException($"Alpha is 0 or more, not {MixupAlpha} for mixup and {CutMixAlpha} for CutMix.");
        }

        if (!(Rate is >= 0 and <= 1 && CutMixShare is >= 0 and <= 1))
        {
            throw new ArgumentException($"Rates of mixing are between 0 and 1, not {Rate} and {CutMixShare}.");
        }
    }
}
