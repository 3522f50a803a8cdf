namespace Heed.Models;

/// <summary>How the tokens of an image become the vector that is classified.</summary>
public enum ImagePooling
{
    /// <summary>A class token before the patches, as in ViT.</summary>
    ClassToken,

    /// <summary>The mean of the patches.</summary>
    Mean,

    /// <summary>A weighted mean of the patches, the weights learned (<see cref="Layers.SequencePooling"/>), as in compact transformers.</summary>
    Sequence,
}
