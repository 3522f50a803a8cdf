namespace Heed.Pipelines.ImageClassification;

/// <summary>How much pictures are changed while a model learns from them.</summary>
public enum AugmentationStrength
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Moved a little and, where the data allow it, mirrored.</summary>
    Light,

    /// <summary>Also turned, sheared and changed in colour (RandAugment), and with holes in them (random erasing).</summary>
    Strong,
}
