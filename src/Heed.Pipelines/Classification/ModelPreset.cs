namespace Heed.Pipelines.Classification;

/// <summary>The size of a model made from scratch.</summary>
public enum ModelPreset
{
    Tiny,
    Small,
    Base,
}
