namespace Heed.Figures.Vision;

/// <summary>How numbers of patches are laid over a picture.</summary>
public enum OverlayStyle
{
    /// <summary>Interpolated between the middles of the patches.</summary>
    Smooth,

    /// <summary>Each patch in one colour, with its edges: what the model really has.</summary>
    Patches,
}
